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

LONGEST = 280  # frames, 3 s: a longer sound is several events, each going on from the last
JOIN = 64  # frames over which they pass into each other, 0.7 s
QUIET, CUT_SHORT = 4, 24  # frames in which an event ends that has died away, and one that has not
NEAR = 16  # neighbours kept of each event
STAYS = 9.0  # dB that a drone at its loudest is over its median


@dataclass(frozen=True, slots=True)
class Catalogue:
    """E events, and all their latent frames one after another.

    ``table`` (E, 6) int, in frames but for the piece: the piece, its first frame there, how many,
    how many until the next event, and how many it fades in and out. ``offset`` (E + 1,) bounds
    each one's rows of ``latents`` (sum L, size) and ``conditions`` (sum L, D). ``near`` (E, k) are
    the events most like it.
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

    def summaries(self) -> np.ndarray:
        """What each event is like as a whole: (E, dims)."""
        return np.stack([_summary(self.latent(event)) for event in range(len(self))])

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


def _rows(piece: int, envelope: np.ndarray) -> list[tuple[int, ...]]:
    """The events of a piece; a sound that lasts is cut, with JOIN frames that its parts share."""
    found = analysis.events(envelope)
    rows = []
    for number, (start, end) in enumerate(found):
        after = found[number + 1][0] if number + 1 < len(found) else None
        edges = np.linspace(start, end, max(1, round((end - start) / LONGEST)) + 1).astype(int)
        comes, goes = _gently(envelope[start:end])
        for a, b in itertools.pairwise(edges):
            last, rise = b == end, JOIN if a != start else comes
            frames = b - a if last else b - a + JOIN
            fall = max(_fall(envelope[a : a + frames]), goes) if last else JOIN
            gap = b - a
            if last:
                gap = after - a if after else int(frames) - fall
            rows.append((piece, int(a), int(frames), max(int(gap), 6), rise, fall))
    return rows


def _fall(envelope: np.ndarray) -> int:
    """Frames over which a sound is let go: hardly any if it has died by itself."""
    level = envelope.max(axis=1)
    return QUIET if level[-1] < level.max() - 35 else CUT_SHORT


def _gently(envelope: np.ndarray) -> tuple[int, int]:
    """Frames over which a sound that lasts is to come and to go where its recording cuts it off.

    Or else a walk among drones would be a series of cuts. A sound with an attack has none of it.
    """
    level = _level(envelope)
    middle = np.median(level)
    if len(level) < 3 * JOIN or level.max() - middle > STAYS:
        return 0, 0
    ends = (level[:QUIET].mean() - middle, level[-QUIET:].mean() - middle)
    return JOIN if ends[0] > -STAYS else 0, JOIN if ends[1] > -STAYS else 0


def _level(envelope: np.ndarray) -> np.ndarray:
    """The level in dB of each frame, all bands together."""
    return 10 * np.log10((10 ** (envelope / 10)).sum(axis=1) + spectrum.SILENCE)


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
