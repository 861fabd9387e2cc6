"""How like a set of sounds is to another: distances against what the one set's halves have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.covariance import LedoitWolf

SPLITS, NEAREST, AXES = 12, 5, 16
FAR, COPY = 99, 0.25  # percentile of the set's own distances; share of its usual one
FEWEST = 4  # seconds on each side, to tell anything


@dataclass(frozen=True, slots=True)
class Space:
    """Features scaled as the recordings have them, ``known`` (N, F), and which file each is of."""

    known: np.ndarray
    owner: np.ndarray
    mean: np.ndarray
    width: np.ndarray

    @classmethod
    def of(cls, features: np.ndarray, owner: np.ndarray) -> Space:
        mean, width = features.mean(axis=0), features.std(axis=0)
        width = np.maximum(width, 0.1 * np.median(width))
        return cls(_scaled(features, mean, width), owner, mean, width)

    def scaled(self, features: np.ndarray) -> np.ndarray:
        return _scaled(features, self.mean, self.width)

    @property
    def nearest(self) -> np.ndarray:
        """How far each second is from the nearest of another file (N,)."""
        apart = cdist(self.known, self.known)
        apart[self.owner[:, None] == self.owner] = np.inf
        least = apart.min(axis=1)
        return least[np.isfinite(least)]

    @property
    def breadth(self) -> float:
        """The square of a Gaussian kernel's width: half the median squared distance."""
        squares = cdist(self.known, self.known, "sqeuclidean")
        return float(np.median(squares[squares > 0])) / 2


def likeness(space: Space, features: np.ndarray, owner: np.ndarray) -> dict[str, float]:
    """Of new seconds (M, F), by whose take, against the recordings.

    Kernel audio distance (MMD, Gretton et al. 2012, times 1000) and Frechet distance of 16 axes,
    density and coverage (Naeem et al. 2020), each over ``floor``: what two halves of the recordings
    have, of as many files and seconds. Novelty 1 is as far as the recordings are from one another.
    Vendi (Friedman and Dieng 2023) is the number of different sounds over the recordings' own.
    """
    made = space.scaled(features)
    own, theirs = _halves(space, made, owner)
    usual = space.nearest
    apart = cdist(made, space.known).min(axis=1)
    reference = float(np.median(usual))
    told = {name: float(np.mean([each[name] for each in theirs])) for name in theirs[0]}
    floor = {name: float(np.mean([each[name] for each in own])) for name in own[0]}
    worst = float(np.percentile([each["kernel"] for each in own], 95))
    return {
        "kernel": told["kernel"] / worst,
        "frechet": told["frechet"] / floor["frechet"],
        "density": told["density"] / floor["density"],
        "coverage": told["coverage"] / floor["coverage"],
        "novelty": float(np.median(apart)) / reference,
        "copies": float(np.mean(apart < COPY * reference)),
        "far": float(np.mean(apart > np.percentile(usual, FAR))),
        "vendi": _diversity(space, made),
    }


def _scaled(features: np.ndarray, mean: np.ndarray, width: np.ndarray) -> np.ndarray:
    return np.clip((features - mean) / width, -8, 8)


def _halves(
    space: Space, made: np.ndarray, owner: np.ndarray
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """By split: one half of the recordings against the other, and against as much of the made."""
    rng = np.random.default_rng(0)
    axes = np.linalg.svd(space.known - space.known.mean(axis=0), full_matrices=False)[2]
    axes = axes[: min(AXES, max(2, len(space.known) // 6))].T
    files, takes = np.unique(space.owner), np.unique(owner)
    own, theirs = [], []
    for _ in range(SPLITS):
        order = rng.permutation(files)
        half, other = order[: max(1, len(order) // 2)], order[len(order) // 2 :]
        known = space.known[np.isin(space.owner, half)]
        sides = ((space.known, space.owner, other, own), (made, owner, takes, theirs))
        for points, of, some, found in sides:
            chosen = rng.permutation(some)[: max(1, min(len(order) // 2, len(takes)))]
            pair = _alike(rng, known, points[np.isin(of, chosen)])
            if len(pair[0]) >= FEWEST:
                found.append(_apart(*pair, axes, space.breadth))
    return own, theirs


def _alike(
    rng: np.random.Generator, one: np.ndarray, other: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """As many of either, drawn at random."""
    count = min(len(one), len(other))
    return rng.permutation(one)[:count], rng.permutation(other)[:count]


def _apart(
    known: np.ndarray, made: np.ndarray, axes: np.ndarray, breadth: float
) -> dict[str, float]:
    return {
        "kernel": 1000 * _kernel(known, made, breadth),
        "frechet": _frechet(known @ axes, made @ axes),
        **_manifold(known, made),
    }


def _kernel(one: np.ndarray, other: np.ndarray, breadth: float) -> float:
    """The unbiased squared maximum mean discrepancy."""

    def similar(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        return np.exp(-cdist(a, b, "sqeuclidean") / (2 * breadth))

    within = [
        (k.sum() - len(k)) / (len(k) * (len(k) - 1))
        for k in (similar(one, one), similar(other, other))
    ]
    return float(sum(within) - 2 * similar(one, other).mean())


def _frechet(one: np.ndarray, other: np.ndarray) -> float:
    """Between two Gaussians of shrunken covariance (Ledoit and Wolf 2004)."""
    a, b = (LedoitWolf().fit(points).covariance_ for points in (one, other))
    values, vectors = np.linalg.eigh(a)
    root = vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
    cross = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ b @ root), 0)).sum()
    shift = ((one.mean(axis=0) - other.mean(axis=0)) ** 2).sum()
    return float(shift + np.trace(a) + np.trace(b) - 2 * cross)


def _manifold(known: np.ndarray, made: np.ndarray) -> dict[str, float]:
    count = min(NEAREST, len(known) - 1)
    reach = np.sort(cdist(known, known), axis=1)[:, count]
    apart = cdist(known, made)
    return {
        "density": float((apart < reach[:, None]).sum(axis=0).mean() / count),
        "coverage": float((apart.min(axis=1) < reach).mean()),
    }


def _diversity(space: Space, made: np.ndarray) -> float:
    rng, ratios = np.random.default_rng(0), []
    for _ in range(4):
        ours, theirs = _alike(rng, made, space.known)
        ratios.append(_vendi(ours, space.breadth) / _vendi(theirs, space.breadth))
    return float(np.mean(ratios))


def _vendi(points: np.ndarray, breadth: float) -> float:
    kernel = np.exp(-cdist(points, points, "sqeuclidean") / (2 * breadth)) / len(points)
    values = np.linalg.eigvalsh(kernel)
    values = values[values > 1e-12]
    return float(np.exp(-(values * np.log(values)).sum()))
