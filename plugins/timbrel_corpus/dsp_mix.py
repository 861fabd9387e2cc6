"""From any channels and rate to what a corpus holds: one or two channels at 48 kHz."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soxr

from timbrel_corpus.dsp_survey import cleaned
from timbrel_corpus.facts import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timbrel_corpus.dsp_survey import Survey

# Where centre and bass lie in the channel orders of WAVE_FORMAT_EXTENSIBLE.
MIDDLE = {3: (2,), 5: (2,), 6: (2, 3), 8: (2, 3)}


def mix(survey: Survey) -> np.ndarray:
    """The matrix (channels in, channels out) that keeps mono mono and stereo stereo.

    Two equal channels become one. Of more than two, the middle ones go to both sides and the
    others left and right by turns; each side is the mean of those that sound, so that silent
    channels do not make it quieter.
    """
    channels = len(survey.sounding)
    if survey.alike:
        return np.array([[1], [0]], np.float32)
    if channels <= 2:
        return np.eye(channels, dtype=np.float32)
    sides = _sides(channels) * survey.sounding[:, None]
    if survey.sounding.sum() == 1:
        return survey.sounding[:, None].astype(np.float32)
    return (sides / np.maximum(sides.sum(axis=0), 1)).astype(np.float32)


def _sides(channels: int) -> np.ndarray:
    sides = np.zeros((channels, 2))
    middle = MIDDLE.get(channels, ())
    turns = [channel for channel in range(channels) if channel not in middle]
    sides[list(middle)] = 1
    sides[turns[::2], 0] = 1
    sides[turns[1::2], 1] = 1
    return sides


def length(frames: int, rate: int) -> int:
    """How many frames a sound has at 48 kHz."""
    return round(frames * RATE / rate)


def converted(
    blocks: Iterable[np.ndarray], rate: int, matrix: np.ndarray, frames: int
) -> Iterator[np.ndarray]:
    """Blocks (frames, channels) at 48 kHz float32, exactly ``frames`` in all."""
    left = frames
    for block in _resampled((cleaned(block) @ matrix for block in blocks), rate, matrix.shape[1]):
        yield block[:left]
        left -= len(block[:left])
    if left:
        yield np.zeros((left, matrix.shape[1]), np.float32)


def _resampled(blocks: Iterable[np.ndarray], rate: int, channels: int) -> Iterator[np.ndarray]:
    if rate == RATE:
        yield from blocks
        return
    stream = soxr.ResampleStream(rate, RATE, channels, dtype="float32", quality="VHQ")
    for block in blocks:
        yield stream.resample_chunk(np.ascontiguousarray(block, np.float32))
    yield stream.resample_chunk(np.zeros((0, channels), np.float32), last=True)
