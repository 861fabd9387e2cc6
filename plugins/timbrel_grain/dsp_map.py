"""The map of a model's events: a plane on which those that sound alike lie side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from timbrel import Control
from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel_grain.dsp_catalog import Catalogue
    from timbrel_grain.dsp_voice import Ensemble

CONTROLS = (
    Control("map", 0, 1, 0, "", "How much of the sound comes from the place on the map"),
    Control("map_x", 0, 1, 0.5, "", "The place on the map, from left to right"),
    Control("map_y", 0, 1, 0.5, "", "The place on the map, from bottom to top"),
)
MOST = 400  # events laid out by themselves; others lie among those most like them
AROUND = 6  # events that a place is made of
STAGE = 9  # which of a step's own draws are for the map


@dataclass(frozen=True, slots=True)
class Plane:
    """``points`` (E, 2) in 0..1, one for each event; ``grain`` is how far apart neighbours lie."""

    points: np.ndarray
    grain: float

    def drawn(
        self, event: int, other: int, values: Mapping[str, float], key: tuple[int, int]
    ) -> tuple[int, int]:
        """Two events about the place that the knobs point to, or those given, as ``map`` says."""
        rng = np.random.default_rng((*key, STAGE))
        if rng.random() >= values.get("map", 0.0):
            return event, other
        events, weights = self.near(values["map_x"], values["map_y"])
        return tuple(int(n) for n in rng.choice(events, 2, p=weights))  # type: ignore[return-value]

    def near(self, x: float, y: float) -> tuple[np.ndarray, np.ndarray]:
        """The events about a place, nearest first, and their weights, which add up to 1."""
        squares = ((self.points - (x, y)) ** 2).sum(axis=1)
        events = np.argsort(squares, kind="stable")[:AROUND]
        weights = 1 / (squares[events] + self.grain**2)
        return events, weights / weights.sum()


def plane(catalogue: Catalogue) -> Plane:
    """The plane of a catalogue's events, the same at each call.

    t-SNE (van der Maaten and Hinton 2008), begun at the principal axes, of at most MOST of them.
    """
    space = catalogue.summaries()
    space = (space - space.mean(axis=0)) / (space.std(axis=0) + 1e-6)
    chosen = np.unique(np.linspace(0, len(space) - 1, min(MOST, len(space))).astype(int))
    places = _framed(_laid_out(space[chosen]))
    points = places if len(chosen) == len(space) else _among(space, space[chosen], places)
    squares = ((points[:, None] - points[chosen][None]) ** 2).sum(axis=2)
    nearest = np.sort(squares, axis=1)[:, min(1, squares.shape[1] - 1)]
    return Plane(points, max(float(np.sqrt(np.median(nearest))), 1e-3))


def places(plane: Plane, ensemble: Ensemble) -> list[dict[str, Any]]:
    """Where each event lies, and in which recording it begins at how many seconds."""
    found = []
    for (x, y), (piece, first, frames, *_) in zip(
        plane.points, ensemble.catalogue.table, strict=True
    ):
        own = ensemble.store.pieces[piece]
        start = max(own.first + first - 1, 0) * spectrum.HOP / spectrum.RATE
        source = own.source
        name = ensemble.sources[source] if source < len(ensemble.sources) else str(source)
        length = frames * spectrum.HOP / spectrum.RATE
        place = {"x": round(float(x), 4), "y": round(float(y), 4), "source": name}
        found.append({**place, "start": round(float(start), 3), "seconds": round(float(length), 3)})
    return found


def _laid_out(space: np.ndarray) -> np.ndarray:
    from sklearn.manifold import TSNE

    if len(space) < 5 or not space.std(axis=0).any():
        return np.stack([np.arange(len(space)), np.zeros(len(space))], axis=1)
    perplexity = min(20.0, (len(space) - 1) / 3)
    with threadpool_limits(1):
        way = TSNE(2, perplexity=perplexity, init="pca", random_state=0)
        return way.fit_transform(space)


def _framed(points: np.ndarray) -> np.ndarray:
    low, high = points.min(axis=0), points.max(axis=0)
    return np.where(high > low, (points - low) / np.maximum(high - low, 1e-12), 0.5)


def _among(space: np.ndarray, known: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Places of all: the weighted mean of those of the three known ones most like each."""
    squares = (space**2).sum(axis=1)[:, None] + (known**2).sum(axis=1) - 2 * space @ known.T
    near = np.argsort(squares, axis=1)[:, :3]
    weights = 1 / (np.take_along_axis(np.maximum(squares, 0), near, axis=1) + 1e-6)
    return (places[near] * weights[:, :, None]).sum(axis=1) / weights.sum(axis=1)[:, None]
