"""Unit selection: the path through the recorded frames that fits a sequence of targets best."""

from __future__ import annotations

import numpy as np

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
    paths, cost = [], None
    for start in range(0, len(targets), SPAN):
        path, cost = _best(distances(targets[start : start + SPAN], features), follows, leap, cost)
        paths.append(path)
    return np.concatenate(paths)


def distances(targets: np.ndarray, features: np.ndarray) -> np.ndarray:
    """Squared distances (T, N), by way of the scalar product."""
    cross = targets @ features.T
    squares = (targets**2).sum(axis=1)[:, None] + (features**2).sum(axis=1)
    return np.maximum(squares - 2 * cross, 0)


def _best(
    costs: np.ndarray, follows: np.ndarray, leap: float, before: tuple[int, float] | None
) -> tuple[np.ndarray, tuple[int, float]]:
    """The best path through costs (T, N), going on from the frame where the last span ended."""
    count, frames = costs.shape
    stayed = np.zeros((count, frames), bool)
    origins = np.zeros(count, int)
    total = costs[0].copy()
    if before is not None and before[0] + 1 < frames and follows[before[0] + 1]:
        total += leap
        total[before[0] + 1] -= leap
    kept, wall = np.empty_like(total), np.where(follows, 0, np.inf).astype(total.dtype)
    for step in range(1, count):
        origins[step] = total.argmin()
        leapt = total[origins[step]] + leap
        kept[1:] = total[:-1]
        kept[0] = np.inf
        kept += wall
        np.less_equal(kept, leapt, out=stayed[step])
        np.minimum(kept, leapt, out=total)
        total += costs[step]
    return _traced(stayed, origins, int(total.argmin())), (int(total.argmin()), 0.0)


def _traced(stayed: np.ndarray, origins: np.ndarray, last: int) -> np.ndarray:
    path = np.empty(len(stayed), int)
    for step in range(len(stayed) - 1, -1, -1):
        path[step] = last
        last = last - 1 if stayed[step, last] else int(origins[step])
    return path
