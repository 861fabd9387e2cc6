"""A bar on long stretches: the freer a model is to be, the sooner it leaves a recording."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_select as select
from timbrel_grain import dsp_spectrum as spectrum

FAITHFUL, FREE = 8.0, 0.2  # seconds that a stretch lasts at most, by variation
SOON = 0.4  # the exponent of variation: a copy is heard as one from half a second on
ASIDE = 3  # frames beside the way on that are barred with it
FEWEST = 8  # frames that must be left to choose from


def longest(variation: float) -> int:
    """Frames of a recording that may follow one another at a variation of 0..1."""
    seconds = FAITHFUL * (FREE / FAITHFUL) ** (max(variation, 0.0) ** SOON)
    return max(int(seconds * spectrum.RATE / spectrum.HOP), 1)


def choose(
    targets: np.ndarray, features: np.ndarray, follows: np.ndarray, leap: float, most: int
) -> np.ndarray:
    """As ``select.choose``, with no stretch of more than ``most`` frames.

    After so many the way on is barred for as long again: no going back to it after one frame.
    """
    if len(targets) <= most:
        return select.choose(targets, features, follows, leap)
    paths: list[np.ndarray] = []
    for start in range(0, len(targets), most):
        allowed = np.ones(len(features), bool)
        if paths:
            last = int(paths[-1][-1])
            allowed[max(last - ASIDE, 0) : last + most + ASIDE] = False
        if allowed.sum() < FEWEST:
            allowed[:] = True
        kept = np.flatnonzero(allowed)
        on = follows[kept] & (np.diff(kept, prepend=-2) == 1)
        paths.append(kept[select.choose(targets[start : start + most], features[kept], on, leap)])
    return np.concatenate(paths)
