"""A container is told by its first bytes; a name is shown as what can be seen of it."""

from __future__ import annotations

import io
import os

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from timbrel_corpus.formats import BY_FFMPEG, HEAD, SUFFIXES, container
from timbrel_corpus.naming import displayed


@pytest.mark.parametrize(
    ("form", "subtype"),
    [
        ("WAV", "PCM_16"),
        ("RF64", "PCM_24"),
        ("W64", "PCM_16"),
        ("AIFF", "PCM_16"),
        ("AU", "PCM_16"),
        ("CAF", "PCM_24"),
        ("FLAC", "PCM_16"),
        ("OGG", "VORBIS"),
        ("OGG", "OPUS"),
        ("MP3", "MPEG_LAYER_III"),
    ],
)
def test_what_libsndfile_writes_is_told(form: str, subtype: str) -> None:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(4800), 48000, subtype, format=form)
    assert container(file.getvalue()[:HEAD]) == form
    assert form in SUFFIXES


@pytest.mark.parametrize("form", ["MAT5", "PAF", "VOC", "NIST", "IRCAM", "SVX", "AVR", "XI"])
def test_rare_containers_are_not_let_in(form: str) -> None:
    file = io.BytesIO()
    subtype = "DPCM_16" if form == "XI" else "PCM_16"
    soundfile.write(file, np.zeros(4800), 44100, subtype, format=form)
    assert container(file.getvalue()[:HEAD]) == ""


@given(st.binary(max_size=64))
def test_any_bytes_are_a_container_or_none(head: bytes) -> None:
    assert container(head) in {"", *SUFFIXES, *BY_FFMPEG}


@given(st.binary(min_size=1, max_size=40).filter(lambda name: not {0, 47} & set(name)))
def test_any_name_can_be_printed_and_encoded(name: bytes) -> None:
    shown = displayed(os.fsdecode(name))
    shown.encode("utf-8")
    assert all(char.isprintable() or char in "\u200c\u200d" or char.isspace() for char in shown)
    assert "\n" not in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    "name", ["kick 01.wav", "日本語.wav", "e\u0301.wav", "💥.wav", "a:b\\c.wav"]
)
def test_a_name_that_can_be_seen_stays_as_it_is(name: str) -> None:
    assert displayed(name) == name
