"""Unit selection: the path through the recorded frames that fits a sequence of targets best."""

from __future__ import annotations

import numpy as np

from timbrel_grain.dsp_compiled import compiled

SPAN = 256  # frames decided at once: what comes later cannot change them, so that sound can stream


def choose(
    targets: np.ndarray, features: np.ndarray, follows: np.ndarray, leap: float
) -> np.ndarray:
    """Indices (T,) of the frames whose features (N, F) lie along targets (T, F) at least cost.

    The cost of a frame is its squared distance; going on to the next frame of the same recording
    is free and leaving it costs ``leap``: unit selection by dynamic programming (Hunt and Black
    1996; Schwarz 2007), exact over all N frames because every leap has the same price.
    ``follows`` (N,) is False for the first frame of each recording.
    """
    paths, before = [], -1
    for start in range(0, len(targets), SPAN):
        costs = distances(targets[start : start + SPAN], features)
        paths.append(cheapest(costs, follows, leap, before))
        before = int(paths[-1][-1])
    return np.concatenate(paths)


def cheapest(costs: np.ndarray, follows: np.ndarray, leap: float, before: int = -1) -> np.ndarray:
    """The path (T,) of least cost through costs (T, N), on from the frame ``before`` if any."""
    return _best(costs, follows, costs.dtype.type(leap), before)


def distances(targets: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Squared distances (T, N), by way of the scalar product."""
    return _squares(targets @ features.T, (targets**2).sum(axis=1), (features**2).sum(axis=1))


def covered(starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """All numbers, rising, that lie in stretches (n,) of so many each."""
    order = np.argsort(starts)
    return _joined(starts[order], counts[order], np.empty(counts.sum(), np.int64))


@compiled
def _joined(starts: np.ndarray, counts: np.ndarray, found: np.ndarray) -> np.ndarray:
    end, size = 0, 0
    for n in range(len(starts)):
        for number in range(max(starts[n], end), starts[n] + counts[n]):
            found[size] = number
            size += 1
        end = max(end, starts[n] + counts[n])
    return found[:size]


@compiled
def _squares(cross: np.ndarray, own: np.ndarray, others: np.ndarray) -> np.ndarray:
    """In the place of scalar products (T, N) the squared distances, given the squares of both."""
    for t in range(len(own)):
        row = cross[t]
        for n in range(len(others)):
            row[n] = max(own[t] + others[n] - 2 * row[n], 0)
    return cross


@compiled
def _best(costs: np.ndarray, follows: np.ndarray, leap: float, before: int) -> np.ndarray:
    """The best path through costs (T, N), going on from the frame where the last span ended."""
    count, frames = costs.shape
    stayed, origins = np.zeros((count, frames), np.bool_), np.zeros(count, np.int64)
    total, kept = costs[0].copy(), np.empty_like(costs[0])
    if 0 <= before < frames - 1 and follows[before + 1]:
        total += leap
        total[before + 1] -= leap
    for step in range(1, count):
        origins[step] = total.argmin()
        leapt, row, own = total[origins[step]] + leap, costs[step], stayed[step]
        for n in range(1, frames):
            kept[n] = total[n - 1] if follows[n] else np.inf
        kept[0] = np.inf
        for n in range(frames):
            own[n] = kept[n] <= leapt
            total[n] = min(kept[n], leapt) + row[n]
    path = np.empty(count, np.int64)
    last = total.argmin()
    for step in range(count - 1, -1, -1):
        path[step] = last
        last = last - 1 if stayed[step, last] else origins[step]
    return path
