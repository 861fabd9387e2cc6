"""How near a sound is to the corpus: what makes a knob's setting green, amber or red."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import fft
from sklearn.neighbors import NearestNeighbors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timbrel import Audio

BANDS, KEPT, MOVED = 24, 12, 3
SIZE = 2048
LOWEST, HIGHEST = 60.0, 16000.0  # Hz
FLOOR = -60.0  # dB under the loudest band of a second
GREEN, AMBER = 90, 99  # percentiles of the corpus' own distances
LEAST = 0.5  # deviation in dB that a feature has at least


def features(audio: Audio) -> np.ndarray:
    """Of each second (W, F): the shape of its spectrum, how that moves, and how the level does.

    Cosine coefficients of the levels in dB of BANDS bands, without the loudness itself. A sound
    shorter than two seconds is one window; silent windows are left out.
    """
    mono = audio.samples.mean(axis=0, dtype=np.float64)
    mono = np.pad(mono, (0, max(SIZE - len(mono), 0)))
    count = max(1, len(mono) // audio.rate)
    found = [_feature(part, audio.rate) for part in np.array_split(mono, count)]
    return np.array([f for f in found if f is not None]).reshape(-1, KEPT + MOVED + 1)


def _feature(mono: np.ndarray, rate: int) -> np.ndarray | None:
    frames = np.lib.stride_tricks.sliding_window_view(mono, SIZE)[:: SIZE // 2]
    power = np.abs(np.asarray(fft.rfft(frames * np.hanning(SIZE), axis=1))) ** 2
    edges = np.searchsorted(np.fft.rfftfreq(SIZE, 1 / rate), np.geomspace(LOWEST, HIGHEST, BANDS))
    edges = np.minimum(np.maximum.accumulate(edges + np.arange(BANDS) * 0), SIZE // 2)
    bands = np.add.reduceat(power, edges, axis=1)
    loudest = bands.max()
    if not loudest > 1e-10:
        return None
    level = np.maximum(10 * np.log10(bands / loudest + 1e-12), FLOOR)
    weight = bands.sum(axis=1) ** 0.3
    shape = np.asarray(fft.dct(level, axis=1, norm="ortho"))
    mean = np.average(shape, axis=0, weights=weight)
    spread = np.average((shape - mean) ** 2, axis=0, weights=weight) ** 0.5
    return np.concatenate([mean[1 : KEPT + 1], spread[1 : MOVED + 1], spread[:1]])


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The corpus' seconds, and the distances that are still its own."""

    index: NearestNeighbors
    centre: np.ndarray
    width: np.ndarray
    green: float
    amber: float

    @classmethod
    def of(cls, clips: Sequence[np.ndarray]) -> Neighbourhood | None:
        """Of the features (W, F) of each clip; None where there are too few to compare.

        A second's nearest is sought in the other clips, or, if there is but one, among those
        that are not beside it: what sounds just before is always near.
        """
        every = np.concatenate(clips) if clips else np.zeros((0, 1))
        if len(every) < 4:
            return None
        centre, width = every.mean(axis=0), np.maximum(every.std(axis=0), LEAST)
        scaled = (every - centre) / width
        apart = np.concatenate([np.full(len(clip), n) for n, clip in enumerate(clips)])
        if len(set(apart.tolist())) == 1:
            apart = np.arange(len(every)) // 2
        own = _others(scaled, apart)
        index = NearestNeighbors(n_neighbors=1).fit(scaled)
        green, amber = np.percentile(own, [GREEN, AMBER])
        return cls(index, centre, width, float(green), float(amber))

    def distance(self, windows: np.ndarray) -> float:
        """Of the middle one of the windows to its nearest in the corpus; nan if there is none."""
        if not len(windows):
            return float("nan")
        near, _ = self.index.kneighbors((windows - self.centre) / self.width)
        return float(np.median(near))


def _others(scaled: np.ndarray, apart: np.ndarray) -> np.ndarray:
    distance = np.linalg.norm(scaled[:, None] - scaled[None], axis=2)
    distance[apart[:, None] == apart[None]] = np.inf
    return distance.min(axis=1)
