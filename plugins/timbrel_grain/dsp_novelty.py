"""How new a take is: its seconds against those of the corpus, by their nearest neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_store import LEVEL, UNIT

if TYPE_CHECKING:
    from timbrel_grain.dsp_store import Projection, Store

WINDOW = round(spectrum.RATE / spectrum.HOP)  # frames in a second
MOST = 2000  # seconds of the corpus that are compared with
LONGEST = 300  # seconds of a take that are
COPY = 0.25  # of the usual distance, within which a second is as good as a copy
QUIET = 50.0  # dB under the corpus' loudest, where nothing is compared
HEARD = 50.0  # dB over the floor, which lies 100 under the corpus' loudest


class Known:
    """The seconds of a corpus as points, and how far from each other those of two sources lie."""

    def __init__(self, store: Store, projection: Projection) -> None:
        self.projection = projection
        owners, points = [], []
        level = self._level(store.features)
        for number, piece in enumerate(store.pieces):
            first = int(store.first[number])
            for start in range(first, first + max(piece.frames - WINDOW // 2, 1), WINDOW // 2):
                part = slice(start, min(start + WINDOW, first + piece.frames))
                if level[part].max() > level.max() - QUIET:
                    points.append(summary(store.features[part]))
                    owners.append(piece.source)
        chosen = np.unique(np.linspace(0, len(points) - 1, min(MOST, len(points))).astype(int))
        found, self._owner = np.stack(points)[chosen], np.array(owners)[chosen]
        self._mean, deviation = found.mean(axis=0), found.std(axis=0)
        self._width = np.maximum(deviation, 0.1 * np.median(deviation) + 1e-6)
        self._points = self._scaled(found)
        self.usual = self._usual()

    def facts(self, seconds: list[np.ndarray]) -> dict[str, Any]:
        """Of summaries: the median distance to the corpus over its own, and the share of copies.

        1 is as new as another of the artist's own recordings; None where it cannot be told.
        """
        if not seconds or not self.usual:
            return {"novelty": None, "near_copies": None}
        points = self._scaled(np.stack(seconds))
        apart = np.sqrt(_squares(points, self._points).min(axis=1)) / self.usual
        return {
            "novelty": round(float(np.median(apart)), 3),
            "near_copies": round(float((apart < COPY).mean()), 3),
        }

    def _usual(self) -> float:
        """The median distance of a second to the nearest one of another recording."""
        squares = _squares(self._points, self._points)
        squares[self._owner[:, None] == self._owner] = np.inf
        nearest = squares.min(axis=1)
        nearest = nearest[np.isfinite(nearest)]
        return float(np.sqrt(np.median(nearest))) if len(nearest) else 0.0

    def _scaled(self, points: np.ndarray) -> np.ndarray:
        return np.clip((points - self._mean) / self._width, -8, 8)

    def _level(self, features: np.ndarray) -> np.ndarray:
        """The mean level in dB of each frame, of which a feature keeps a part."""
        axes, mean = self.projection.axes.mean(axis=1), float(self.projection.mean.mean())
        return (features @ axes * UNIT + mean) * np.sqrt(3) / (1 - LEVEL)


class Listener:
    """Takes the blocks of a take as they are made, and keeps a summary of each second."""

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._rest = np.zeros((1, 0), np.float32)
        self.seconds: list[np.ndarray] = []

    def heard(self, block: np.ndarray) -> None:
        if len(self.seconds) >= LONGEST:
            return
        mono = block.mean(axis=0, keepdims=True)
        self._rest = np.concatenate([self._rest, mono], axis=1)
        while self._rest.shape[1] >= spectrum.RATE:
            second, self._rest = np.split(self._rest, [spectrum.RATE], axis=1)
            self._take(second)

    def ended(self) -> list[np.ndarray]:
        """The summaries; a take of less than a second has one too."""
        if not self.seconds and self._rest.shape[1] > spectrum.SIZE:
            self._take(self._rest)
        return self.seconds

    def _take(self, sound: np.ndarray) -> None:
        middles = np.arange(spectrum.HOP // 2, sound.shape[1], spectrum.HOP)
        envelope = spectrum.envelope(spectrum.spectra(sound, middles))
        if envelope.max() > self._projection.floor + HEARD:
            # The outermost frames have silence beside them that the sound does not have.
            self.seconds.append(summary(self._projection.place(envelope)[1:-1]))


def summary(features: np.ndarray) -> np.ndarray:
    """A second's features (T, n) as one point: their mean, deviation and movement."""
    moved = np.abs(np.diff(features, axis=0, prepend=features[:1])).mean(axis=0)
    return np.concatenate([features.mean(axis=0), features.std(axis=0), moved])


def _squares(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    squares = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T
    return np.maximum(squares, 0)
