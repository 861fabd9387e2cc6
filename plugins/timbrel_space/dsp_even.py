"""Blocks of any sizes as blocks of one size, so that nothing depends on the sizes that came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timbrel import Audio


def even(blocks: Iterable[Audio], size: int) -> Iterator[tuple[np.ndarray, int]]:
    """Samples (channels, size) in double precision, and how many of them are sound.

    All of them are, but in the last block, which zeros fill up.
    """
    held: list[np.ndarray] = []
    frames = 0
    for block in blocks:
        held.append(block.samples)
        frames += block.frames
        if frames < size:
            continue
        span = np.concatenate(held, axis=1)
        whole = frames - frames % size
        for start in range(0, whole, size):
            yield span[:, start : start + size].astype(np.float64), size
        held, frames = [span[:, whole:].copy()], frames - whole
    if frames:
        rest = np.concatenate(held, axis=1, dtype=np.float64)
        yield np.pad(rest, ((0, 0), (0, size - frames))), frames
