"""What a walk leans to: events that are by themselves what the knobs ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain.dsp_traits import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAN = 4  # which of a step's own draws says what it leans to
FAR = 2.6  # deviations of the events that a knob's end leans by
RIDGE = 0.25  # of a quality's own variance: two that always go together are not told apart
SLOW, SLOWEST = 0.5, 1.5  # seconds from event to event, at which it leans less, and not at all
FEWEST, SHARE = 4.0, 0.1  # events, and share of all, that a lean leaves to choose from


@dataclass(frozen=True, slots=True)
class Tilt:
    """The events in their ``order``, and each one's ``rank`` in it."""

    order: np.ndarray
    rank: np.ndarray
    below: np.ndarray  # (E,) the share of all odds up to each in their order

    @classmethod
    def of(cls, logits: np.ndarray) -> Tilt:
        odds = np.exp(logits - logits.max())
        order = np.argsort(logits, kind="stable")
        rank = np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        return cls(order, rank, np.cumsum(odds[order]) / odds.sum())

    def instead(self, event: int, key: tuple[int, int]) -> int:
        """The event that sounds in the place of one that was drawn with equal odds.

        The further the tilt, the further up the order it lies; with none it is the same one.
        """
        draw = np.random.default_rng((*key, LEAN)).random()
        at = (self.rank[event] + draw) / len(self.order)
        return int(self.order[min(np.searchsorted(self.below, at), len(self.order) - 1)])


class Lean:
    """Odds of a model's events, tilted so that one quality moves and the others stay.

    The odds go with exp(w . z), z (E, K) the events' qualities: that moves their mean by C w, C
    their correlations (exponential tilting), so w solves C w = what is asked. A tilt that would
    leave fewer events than it may, by Kish's effective number, is weakened; and where events follow
    each other slowly there is none, for each of them would be heard as another sound.
    """

    def __init__(self, qualities: np.ndarray, usual: float) -> None:
        self._z = qualities.astype(np.float64)
        self._far = FAR * min(max((SLOWEST - usual) / (SLOWEST - SLOW), 0.0), 1.0)
        count, size = self._z.shape
        spread = self._z.T @ self._z / count
        self._inverse = np.linalg.inv(spread + RIDGE * np.eye(size))
        self._least = min(max(FEWEST, SHARE * count), count)
        self._known: tuple[tuple[float, ...], Tilt | None] = ((), None)

    def tilt(self, values: Mapping[str, float]) -> Tilt | None:
        """The tilt for the knobs as they stand; None where all events are alike to them."""
        asked = tuple(values.get(name, 0.0) for name in NAMES)
        if not any(asked) or not self._far or len(self._z) <= FEWEST:
            return None
        if self._known[0] != asked:
            self._known = asked, Tilt.of(self._logits(np.array(asked)))
        return self._known[1]

    def _logits(self, asked: np.ndarray) -> np.ndarray:
        wanted = np.zeros(self._z.shape[1])
        wanted[: len(asked)] = self._far * asked
        logits = self._z @ (self._inverse @ wanted)
        low, high = 0.0, 1.0
        if _left(logits) >= self._least:
            return logits
        for _ in range(12):
            middle = (low + high) / 2
            enough = _left(middle * logits) >= self._least
            low, high = (middle, high) if enough else (low, middle)
        return low * logits


def _left(logits: np.ndarray) -> float:
    """How many events odds of exp(logits) choose from (Kish 1965)."""
    odds = np.exp(logits - logits.max())
    return float(odds.sum() ** 2 / (odds**2).sum())


def leaning(values: Mapping[str, float]) -> bool:
    """Whether a knob asks for anything that a walk could lean to."""
    return any(values.get(name, 0.0) for name in NAMES)
