"""A chunk is added to a WAV and an RF64 of any length, and the sound stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel_export import chunks

if TYPE_CHECKING:
    from pathlib import Path


@settings(max_examples=40, deadline=None)
@given(
    frames=st.integers(1, 99),
    content=st.binary(max_size=50),
    kind=st.sampled_from(["WAV", "RF64"]),
    subtype=st.sampled_from(["PCM_16", "PCM_24", "FLOAT"]),
)
def test_what_is_added_is_found_and_the_sound_is_whole(
    tmp_path_factory: pytest.TempPathFactory, frames: int, content: bytes, kind: str, subtype: str
) -> None:
    path = tmp_path_factory.mktemp("chunks") / "a.wav"
    soundfile.write(path, np.linspace(-0.5, 0.5, frames), 48000, subtype, format=kind)
    before = soundfile.read(path)[0]
    chunks.add(path, b"id3 ", content)
    assert chunks.found(path, b"id3 ") == content
    assert np.array_equal(soundfile.read(path)[0], before)
    size = path.stat().st_size
    data = path.read_bytes()
    told = data[20:28] if kind == "RF64" else data[4:8]
    assert int.from_bytes(told, "little") == size - 8 and size % 2 == 0


def test_a_chunk_that_is_not_there_or_too_large_is_a_lookup_error(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(10), 48000)
    with pytest.raises(LookupError):
        chunks.found(path, b"id3 ")
    path.write_bytes(path.read_bytes() + b"id3 \xff\xff\xff\xff")
    with pytest.raises(LookupError):
        chunks.found(path, b"id3 ")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80))
def test_whatever_bytes_there_are_the_walk_ends(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("chunks") / "a.wav"
    path.write_bytes(b"RIFF\x00\x00\x00\x00WAVE" + data)
    with path.open("rb") as file:
        assert len([*chunks.walked(file)]) <= 10
