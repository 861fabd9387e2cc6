"""A bar on long stretches: the freer a model is to be, the sooner it leaves a recording."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_select as select
from timbrel_grain import dsp_spectrum as spectrum

VARIATION = (0.0, 0.35, 1.0)
SECONDS = (8.0, 0.25, 0.2)  # that a stretch lasts at most: a copy is soon heard as one
ASIDE = 3  # frames beside the way on that are barred with it
FEWEST = 8  # frames that must be left to choose from
BRIEFEST = 6  # frames of a stretch: rather none than a shorter one


def longest(variation: float) -> int:
    """Frames of a recording that may follow one another at a variation of 0..1."""
    seconds = np.exp(np.interp(variation, VARIATION, np.log(SECONDS)))
    return max(int(seconds * spectrum.RATE / spectrum.HOP), 1)


def left(stayed: float, most: int) -> tuple[int, bool]:
    """The frames that a walk's recording may go on, or must not, and whether it must not.

    It has ``stayed`` there for so many frames: for ``most`` it may, then for ``most`` it must
    not, and so on.
    """
    turn, within = divmod(round(stayed), most)
    frames, barred = most - within, turn % 2 == 1
    if not barred and frames < BRIEFEST:
        return frames + most, True
    return frames, barred


def choose(
    targets: np.ndarray,
    features: np.ndarray,
    follows: np.ndarray,
    leap: float,
    most: int,
    first: int | None = None,
    barred: int | None = None,
) -> np.ndarray:
    """As ``select.choose``, with no stretch of more than ``most`` frames, at first ``first``.

    After so many the way on is barred for as long again: no going back to it after one frame. At
    first the way on from the frame ``barred`` is.
    """
    first = most if first is None else first
    if len(targets) <= first and barred is None:
        return select.choose(targets, features, follows, leap)
    paths, way, start = [], barred, 0
    for end in [*range(first, len(targets), most), len(targets)]:
        costs = select.distances(targets[start:end], features)
        if way is not None:
            _bar(costs, way, end - start if start == 0 else most)
        paths.append(select.cheapest(costs, follows, leap))
        start, way = end, int(paths[-1][-1]) + 1
    return np.concatenate(paths)


def _bar(costs: np.ndarray, way: int, count: int) -> None:
    """Make ``count`` frames from ``way`` on cost too much, in place, if enough others are left."""
    barred = slice(max(way - ASIDE, 0), way + count + ASIDE)
    if costs.shape[1] - len(range(*barred.indices(costs.shape[1]))) >= FEWEST:
        costs[:, barred] = np.inf
