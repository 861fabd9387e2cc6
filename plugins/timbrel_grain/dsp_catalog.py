"""The catalogue of a model's events: where each begins, what it is like and what it is near to."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_analysis as analysis
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_controller import STRIDE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timbrel_grain.dsp_controller import Controller

LONGEST = 376  # frames, 4 s: a longer sound is several events, each going on from the last
NEAR = 16  # neighbours kept of each event
DIED = 15.0  # dB under its peak, where an event makes room for another


@dataclass(frozen=True, slots=True)
class Catalogue:
    """E events, and all their latent frames one after another.

    ``table`` (E, 5) int: piece, first frame within it, frames, whether it begins with an onset,
    and the frames until the next event. ``offset`` (E + 1,) bounds each one's rows of ``latents``
    (sum L, size) and ``conditions`` (sum L, D). ``near`` (E, k) are the events most like it.
    """

    table: np.ndarray
    offset: np.ndarray
    latents: np.ndarray
    conditions: np.ndarray
    near: np.ndarray

    def __len__(self) -> int:
        return len(self.table)

    def latent(self, event: int) -> np.ndarray:
        return self.latents[self.offset[event] : self.offset[event + 1]]

    def condition(self, event: int) -> np.ndarray:
        return self.conditions[self.offset[event] : self.offset[event + 1]]

    def follower(self, event: int) -> int | None:
        """The event that comes next in the same piece."""
        after = event + 1
        joined = after < len(self) and self.table[after, 0] == self.table[event, 0]
        return after if joined else None

    def arrays(self) -> dict[str, np.ndarray]:
        """What ``from_arrays`` makes it from again; latents at half precision."""
        return {
            "event_table": self.table.astype(np.int32),
            "event_offset": self.offset.astype(np.int32),
            "event_latents": self.latents.astype(np.float16),
            "event_conditions": self.conditions.astype(np.float16),
            "event_near": self.near.astype(np.int32),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Catalogue:
        return cls(
            arrays["event_table"].astype(np.int64),
            arrays["event_offset"].astype(np.int64),
            arrays["event_latents"].astype(np.float32),
            arrays["event_conditions"].astype(np.float32),
            arrays["event_near"].astype(np.int64),
        )


def catalogue(envelopes: Sequence[np.ndarray], controller: Controller, floor: float) -> Catalogue:
    """The events of all pieces, given by their envelopes (T, BANDS), as the controller has them.

    Each is encoded from its own first frame on, so that two of them blend onset on onset.
    """
    table = np.array([row for n, e in enumerate(envelopes) for row in _rows(n, e)], np.int64)
    latents, conditions = [], []
    for piece, start, frames, *_ in table:
        own = analysis.folded(envelopes[piece][start : start + frames], floor)
        latents.append(controller.encode(own))
        conditions.append(analysis.conditions(own))
    offset = np.concatenate([[0], np.cumsum([len(z) for z in latents])])
    near = neighbours(np.stack([_summary(z) for z in latents]))
    return Catalogue(table, offset, np.concatenate(latents), np.concatenate(conditions), near)


def _rows(piece: int, envelope: np.ndarray) -> list[tuple[int, int, int, int, int]]:
    found = analysis.events(envelope)
    rows = []
    for number, (start, end) in enumerate(found):
        after = found[number + 1][0] if number + 1 < len(found) else None
        parts = max(1, -(-(end - start) // LONGEST))
        edges = np.linspace(start, end, parts + 1).astype(int)
        for part, (a, b) in enumerate(itertools.pairwise(edges)):
            last = part == parts - 1
            gap = (after - a if after else _died(envelope[a:b])) if last else b - a
            rows.append((piece, int(a), int(b - a), int(part == 0), int(max(gap, 6))))
    return rows


def _died(envelope: np.ndarray) -> int:
    """Frames until a sound has fallen DIED below its peak."""
    level = 10 * np.log10((10 ** (envelope / 10)).sum(axis=1) + spectrum.SILENCE)
    heard = np.flatnonzero(level > level.max() - DIED)
    return int(heard[-1]) + 1


def _summary(latent: np.ndarray) -> np.ndarray:
    """What an event is like as a whole: its beginning, its mean and its length."""
    begin = latent[:3].mean(axis=0)
    return np.concatenate([begin, latent.mean(axis=0), [np.log2(len(latent) * STRIDE)]])


def neighbours(points: np.ndarray) -> np.ndarray:
    """The NEAR nearest other points of each, (E, k), nearest first; a lone one is its own."""
    if len(points) == 1:
        return np.zeros((1, 1), np.int64)
    scaled = (points - points.mean(axis=0)) / (points.std(axis=0) + 1e-6)
    squares = (scaled**2).sum(axis=1)
    distance = squares[:, None] + squares - 2 * scaled @ scaled.T
    np.fill_diagonal(distance, np.inf)
    count = min(NEAR, len(points) - 1)
    return np.argsort(distance, axis=1, kind="stable")[:, :count]
