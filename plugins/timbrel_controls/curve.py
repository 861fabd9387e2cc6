"""The way from a knob to the setting behind it, quick enough to be asked at every block."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Curve:
    """Cubic pieces between ``knots``: ``pieces`` has four coefficients each, highest power first.

    In plain Python, because to ask NumPy for a single number takes longer.
    """

    knots: tuple[float, ...]
    pieces: tuple[tuple[float, float, float, float], ...]
    low: float
    high: float

    def at(self, knob: float) -> float:
        """The setting at a position of the knob, never outside its bounds."""
        knob = min(max(knob, self.knots[0]), self.knots[-1])
        place = min(bisect_right(self.knots, knob), len(self.pieces)) - 1
        a, b, c, d = self.pieces[place]
        x = knob - self.knots[place]
        return min(max(((a * x + b) * x + c) * x + d, self.low), self.high)

    @classmethod
    def of(cls, knob: Mapping[str, Any]) -> Curve:
        """From what the card says of a knob."""
        low, _, high = (float(bound) for bound in knob["inner"])
        pieces = tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in knob["pieces"])
        knots = tuple(float(knot) for knot in knob["knots"])
        if len(knots) != len(pieces) + 1 or len(pieces) < 1:
            raise ValueError("A curve has a knot more than pieces.")
        return cls(knots, pieces, low, high)
