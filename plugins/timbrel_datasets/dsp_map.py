"""Lay sounds out on a plane so that neighbours stay neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NEIGHBOURS = 5  # whose company is judged
MANY = 2000  # sounds above which only the quickest way is taken
LEAST = 6  # sounds from which on there is more than one way


@dataclass(frozen=True, slots=True)
class Layout:
    """``points`` (N, 2) within -1..1, and the ``method`` that made them.

    ``trust`` is their trustworthiness, 0..1: 1 where all neighbours on the plane are neighbours
    among the sounds (Venna and Kaski 2001). ``tried`` has that of every method.
    """

    points: np.ndarray
    method: str
    trust: float
    tried: dict[str, float]


def laid_out(shapes: Sequence[Sequence[float]]) -> Layout:
    """The layout that keeps neighbours best; the same one each time."""
    space = np.asarray(shapes, np.float64)
    count = len(space)
    if count < 3 or not space.std(axis=0).any():
        points = np.zeros((count, 2))
        points[:, 0] = np.linspace(-1, 1, count) if count > 1 else 0.0
        return Layout(points, "line", 1.0, {"line": 1.0})
    plans = {name: way(space) for name, way in _ways(space).items()}
    tried = {name: _trust(space, points) for name, points in plans.items()}
    best = max(tried, key=lambda name: tried[name])
    return Layout(_framed(plans[best]), best, tried[best], tried)


def _ways(space: np.ndarray) -> dict[str, Callable[[np.ndarray], np.ndarray]]:
    ways: dict[str, Callable[[np.ndarray], np.ndarray]] = {"PCA": _pca}
    if LEAST <= len(space) <= MANY:
        ways["t-SNE"] = _tsne
        if _connected(space):
            ways["Isomap"] = _isomap
            ways["spectral"] = _spectral
    return ways


def _around(space: np.ndarray) -> int:
    return min(10, len(space) - 1)


def _connected(space: np.ndarray) -> bool:
    """Whether one can walk from each sound to each other by nearest neighbours."""
    from scipy.sparse.csgraph import connected_components
    from sklearn.neighbors import kneighbors_graph

    graph = kneighbors_graph(space, _around(space))
    return connected_components(graph, directed=False)[0] == 1


def _pca(space: np.ndarray) -> np.ndarray:
    from sklearn.decomposition import PCA

    return PCA(2, svd_solver="full").fit_transform(space)


def _tsne(space: np.ndarray) -> np.ndarray:
    from sklearn.manifold import TSNE

    perplexity = min(30.0, (len(space) - 1) / 3)
    return TSNE(2, perplexity=perplexity, init="pca", random_state=0).fit_transform(space)


def _isomap(space: np.ndarray) -> np.ndarray:
    from sklearn.manifold import Isomap

    return Isomap(n_neighbors=_around(space), eigen_solver="dense").fit_transform(space)


def _spectral(space: np.ndarray) -> np.ndarray:
    from sklearn.manifold import SpectralEmbedding

    way = SpectralEmbedding(2, affinity="nearest_neighbors", n_neighbors=_around(space) + 1)
    way.set_params(random_state=0)
    return way.fit_transform(space)


def _trust(space: np.ndarray, points: np.ndarray) -> float:
    from sklearn.manifold import trustworthiness

    near = max(1, min(NEIGHBOURS, (len(space) - 1) // 2))
    return round(float(trustworthiness(space, points, n_neighbors=near)), 4)


def _framed(points: np.ndarray) -> np.ndarray:
    """Around the middle of -1..1, both axes to one scale."""
    low, high = points.min(axis=0), points.max(axis=0)
    scale = max(float((high - low).max()), 1e-12) / 2
    return (points - (low + high) / 2) / scale
