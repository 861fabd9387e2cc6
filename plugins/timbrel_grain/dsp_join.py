"""Joins: a stretch of a recording read a little earlier or later, so that it goes on in phase."""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_loops as loops
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_compiled import compiled

if TYPE_CHECKING:
    from timbrel_grain.dsp_store import Store

AROUND = 2048  # samples that are compared, in the middle of the crossfade
REACH = 512  # samples that a stretch may be moved by, either way: a period of 47 Hz at most
COARSE = 4  # samples


def aligned(store: Store, path: np.ndarray) -> np.ndarray:
    """By how many samples to move each frame of a path (T,): the same for a whole stretch.

    Where the path leaves a recording, the next stretch is moved to where it is most like what would
    have come there (Verhelst and Roelands 1993), so that overlap-add does not cancel a tone.
    """
    moved = np.zeros(len(path), np.int64)
    leaves = (np.diff(path) != 1) | ~store.follows[path[1:]]
    starts = np.flatnonzero(leaves) + 1
    for start, end in itertools.pairwise([*starts, len(path)]):
        before = store.around(path[start - 1], moved[start - 1] + spectrum.HOP // 2, AROUND)
        after = store.around(path[start], -spectrum.HOP // 2, AROUND + 2 * REACH)
        moved[start:end] = _best(before, after)
    return moved


def _best(before: np.ndarray, after: np.ndarray) -> int:
    """The shift at which ``after`` (n + 2 REACH,) is most like ``before`` (n,).

    Sought roughly, at a quarter of the rate, and then sample by sample around there.
    """
    pattern = before * _shape()
    rough = COARSE * int(loops.likeness(_lower(pattern), _lower(after)).argmax())
    low = min(max(rough - COARSE, 0), 2 * REACH - 2 * COARSE)
    near = after[low : low + AROUND + 2 * COARSE]
    return low + int(loops.likeness(pattern, near).argmax()) - REACH


@compiled
def _lower(sound: np.ndarray) -> np.ndarray:
    """The means of COARSE samples each."""
    out = np.empty(len(sound) // COARSE, np.float32)
    for n in range(len(out)):
        total = sound[n * COARSE]
        for k in range(1, COARSE):
            total += sound[n * COARSE + k]
        out[n] = total / np.float32(COARSE)
    return out


@cache
def _shape() -> np.ndarray:
    return np.hanning(AROUND).astype(np.float32)
