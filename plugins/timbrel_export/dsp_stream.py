"""A take's sound at another rate, checked block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soxr

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Take

BLOCK = 65536  # frames; encoders are never handed more at once


def length(take: Take, rate: int) -> int:
    """How many frames the take has at a rate."""
    return round(take.frames * rate / take.rate)


def streamed(take: Take, rate: int) -> Iterator[np.ndarray]:
    """Blocks (frames, channels) float32 of at most 65536 frames, exactly ``length`` in all.

    A Problem if there is a sample that is not a finite number, or too few of them.
    """
    left = length(take, rate)
    for long in _resampled(take, rate):
        for start in range(0, min(len(long), left), BLOCK):
            block = long[start : min(start + BLOCK, left)]
            yield block
        left -= min(len(long), left)
    if left:  # the resampler may end a frame early
        yield np.zeros((left, take.channels), np.float32)


def _resampled(take: Take, rate: int) -> Iterator[np.ndarray]:
    if rate == take.rate:
        yield from _checked(take)
        return
    stream = soxr.ResampleStream(take.rate, rate, take.channels, dtype="float32", quality="VHQ")
    for block in _checked(take):
        yield stream.resample_chunk(block)
    yield stream.resample_chunk(np.zeros((0, take.channels), np.float32), last=True)


def _checked(take: Take) -> Iterator[np.ndarray]:
    frames = 0
    for audio in take.play():
        if not np.isfinite(audio.samples).all():
            raise Problem(
                f"The sound is broken from {frames / take.rate:.2f} s on: it is no number there.",
                "Move the controls, or train the model again.",
            )
        frames += audio.frames
        yield np.ascontiguousarray(audio.samples.T)
    if frames != take.frames:
        raise Problem(
            f"The model gave {frames} frames of sound where {take.frames} were asked for."
        )
