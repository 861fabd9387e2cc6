"""Decode one file: judge it, and write what is kept as 48 kHz float32."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from timbrel_corpus import header, judge
from timbrel_corpus.dsp_mix import converted, length, mix
from timbrel_corpus.dsp_source import Source, source
from timbrel_corpus.dsp_survey import Survey
from timbrel_corpus.facts import RATE
from timbrel_corpus.gate import Refused, admitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from timbrel import Audio
    from timbrel_corpus.facts import Facts

SIGN = 32  # blocks between two signs of life


def decode(path: Path, draft: Path, digest: str, alive: Callable[[], None] = lambda: None) -> Facts:
    """Write the sound of a file to ``draft`` and say what it is; Refused if it is of no use.

    ``draft`` becomes a .npy of shape (frames, channels), float32, 48 kHz, one or two channels.
    ``digest`` is the SHA-256 that the file had when it was looked at: another is refused.
    ``alive`` is called now and then, so that a long file can be told from one that hangs.
    """
    with admitted(path) as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
            raise Refused("it changed while it was read", lasting=False)
        file.seek(0)
        return keep(source(file), draft, alive)


def lend(audio: Audio, container: str) -> Source:
    """A sound that another importer has read, to be judged and kept like the rest."""
    samples = audio.samples.T
    return Source(container, audio.rate, audio.channels, audio.frames, "", lambda: _cut_up(samples))


def keep(what: Source, draft: Path, alive: Callable[[], None] = lambda: None) -> Facts:
    """Judge a source by a first pass over it, and write it to ``draft`` by a second."""
    judge.promised(what.rate, what.channels, what.frames)
    survey = Survey(what.channels)
    for block in _watched(what.blocks(), alive):
        survey.take(block)
        judge.promised(what.rate, what.channels, survey.frames)
    facts = survey.facts(what.container, what.rate)
    cut = what.odd == header.CUT or survey.frames < what.frames
    if reason := judge.refusal(facts, cut):
        raise Refused(reason)
    warnings = (*judge.remarks(facts, cut), *survey.remarks)
    if what.odd and not cut:
        warnings = (what.odd, *warnings)
    shape = _written(what, survey, draft, alive)
    return replace(facts, shape=shape, warnings=warnings)


def _written(
    what: Source, survey: Survey, draft: Path, alive: Callable[[], None]
) -> tuple[int, int]:
    matrix = mix(survey)
    frames = max(length(survey.frames, what.rate), round(judge.LEAST * RATE))
    shape = frames, int(matrix.shape[1])
    blocks = _watched(what.blocks(), alive)
    with draft.open("wb") as file:
        form = {"descr": "<f4", "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(file, form)
        for block in converted(blocks, what.rate, matrix, frames):
            file.write(np.ascontiguousarray(block, "<f4").data)
    return shape


def _watched(blocks: Iterator[np.ndarray], alive: Callable[[], None]) -> Iterator[np.ndarray]:
    for index, block in enumerate(blocks):
        if index % SIGN == SIGN - 1:
            alive()
        if len(block):
            yield block


def _cut_up(samples: np.ndarray) -> Iterator[np.ndarray]:
    for start in range(0, len(samples), 65536):
        yield samples[start : start + 65536]
