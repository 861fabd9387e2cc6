"""How far sounds are from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


def distances(shapes: Sequence[Sequence[float]]) -> np.ndarray:
    """Distances (N, N) between the shapes of portraits, infinite from each to itself."""
    points = np.asarray(shapes, np.float64)
    squares = np.sum(points**2, axis=1)
    apart = np.sqrt(np.maximum(squares[:, None] + squares - 2 * points @ points.T, 0))
    apart[apart < 1e-6] = 0.0  # what is left of equal ones by rounding
    np.fill_diagonal(apart, np.inf)
    return apart
