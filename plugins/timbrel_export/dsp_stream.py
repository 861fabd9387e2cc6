"""A take's sound on its way into a file: checked, mixed, at another rate, in equal pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soxr

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timbrel import Take
    from timbrel_export.dsp_meter import Rendered

PIECE = 5  # seconds that are looked at together


def streamed(take: Take, rate: int, channels: int, rendered: Rendered) -> Iterator[np.ndarray]:
    """Pieces (frames, channels) float32 of 5 s, the last one shorter, at a rate in Hz.

    ``rendered`` hears the samples as they are before all that. A Problem if there is one that
    is not a finite number, or too few of them.
    """
    frames = round(take.frames * rate / take.rate)
    mixed = (_mixed(block, channels) for block in _checked(take, rendered))
    yield from _pieces(_resampled(mixed, take.rate, rate, channels), frames, PIECE * rate)


def _checked(take: Take, rendered: Rendered) -> Iterator[np.ndarray]:
    frames = 0
    for audio in take.play():
        if not np.isfinite(audio.samples).all():
            raise Problem(
                f"The sound is broken from {frames / take.rate:.2f} s on: it is no number there.",
                "Move the controls, or train the model again.",
            )
        frames += audio.frames
        block = np.ascontiguousarray(audio.samples.T, "<f4")
        rendered.hear(block)
        yield block
    if frames != take.frames:
        raise Problem(
            f"The model gave {frames} frames of sound where {take.frames} were asked for."
        )


def _mixed(block: np.ndarray, channels: int) -> np.ndarray:
    if block.shape[1] == channels:
        return block
    if channels == 1:
        return block.mean(axis=1, keepdims=True)
    return np.repeat(block, channels, axis=1)


def _resampled(
    blocks: Iterable[np.ndarray], own: int, rate: int, channels: int
) -> Iterator[np.ndarray]:
    if rate == own:
        yield from blocks
        return
    stream = soxr.ResampleStream(own, rate, channels, dtype="float32", quality="VHQ")
    for block in blocks:
        yield stream.resample_chunk(block)
    yield stream.resample_chunk(np.zeros((0, channels), np.float32), last=True)


def _pieces(blocks: Iterable[np.ndarray], frames: int, size: int) -> Iterator[np.ndarray]:
    """Exactly so many frames in pieces of one size: the resampler may end one early or late."""
    held: list[np.ndarray] = []
    have, left, channels = 0, frames, 1
    for block in blocks:
        channels = block.shape[1]
        held.append(block)
        have += len(block)
        while have >= size and left:
            whole = np.concatenate(held)
            yield whole[: min(size, left)]
            held, have, left = [whole[size:]], have - size, left - min(size, left)
    if left:
        rest = np.concatenate([*held, np.zeros((max(left - have, 0), channels), np.float32)])
        yield rest[:left]
