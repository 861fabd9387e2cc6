"""Many channels folded into one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel import Audio

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def folded(blocks: Iterable[Audio]) -> Iterator[Audio]:
    """Each block with the mean of its channels for its only one."""
    for block in blocks:
        yield Audio(middle(block.samples).astype(np.float32), block.rate)


def middle(samples: np.ndarray) -> np.ndarray:
    """The mean (1, frames) of channels (channels, frames), in double precision."""
    return samples.mean(axis=0, keepdims=True, dtype=np.float64)
