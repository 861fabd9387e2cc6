"""From floating point to the whole numbers of 16 and 24 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OVER = 10 ** (0.1 / 20)


def cut(blocks: Iterable[np.ndarray], bits: int, seed: int) -> Iterator[np.ndarray]:
    """Blocks (frames, channels) in -1..1 as int16, or as int32 whose lowest 8 bits are zero.

    Dithered with triangular noise of two steps' width, which makes the error of rounding
    independent of the sound (Lipshitz, Wannamaker, Vanderkooy 1992). The noise is a matter of
    ``seed`` and of the place in the file, never of the blocks. What passes full scale by less
    than 0.1 dB is held there; beyond that is a Problem and never a clipped file.
    """
    noise = np.random.default_rng(seed)
    steps = 2 ** (bits - 1)
    for block in blocks:
        _within(block)
        dither = noise.random((*block.shape, 2)) @ (1.0, -1.0)
        whole = np.rint(block * float(steps) + dither).clip(-steps, steps - 1)
        yield whole.astype(np.int16) if bits == 16 else whole.astype(np.int32) << 8


def _within(block: np.ndarray) -> None:
    peak = float(np.abs(block).max(initial=0.0))
    if peak > OVER:
        over = 20 * np.log10(peak)
        raise Problem(
            f"The sound passes full scale by {over:.1f} dB and would be clipped.",
            "Make it quieter, or write it with 32 bits.",
        )
