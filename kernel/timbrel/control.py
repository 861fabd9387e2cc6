"""A knob, before anyone draws it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timbrel.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Control:
    """A named number within bounds. Surfaces draw it; models and mappers give it meaning.

    ``safe`` is the stretch within which the sound stays like the corpus, None where nothing is
    known. ``inert`` says in words why the knob moves nothing on this model, and is empty where
    it works.
    """

    name: str
    low: float = 0.0
    high: float = 1.0
    rest: float = 0.5
    unit: str = ""
    says: str = ""
    safe: tuple[float, float] | None = None
    inert: str = ""

    def clamp(self, value: float) -> float:
        """The nearest value within bounds; what is not a finite number is a Problem."""
        if not math.isfinite(value):
            raise Problem(f"{self.name} cannot be {value}.", f"Give {self.low:g} to {self.high:g}.")
        return min(max(float(value), self.low), self.high)

    def from_unit(self, unit: float) -> float:
        """The value at a 0..1 position, which is what OSC and MIDI send."""
        return self.clamp(self.low + (self.high - self.low) * unit)

    def to_unit(self, value: float) -> float:
        return (self.clamp(value) - self.low) / (self.high - self.low)


def settle(controls: Sequence[Control], values: Mapping[str, float]) -> dict[str, float]:
    """A value for each control: the given one within bounds, or the one at rest."""
    known = {c.name for c in controls}
    for name in values:
        if name not in known:
            raise Problem(
                f"No control '{name}'.", f"There is: {', '.join(sorted(known))}.", "missing"
            )
    return {c.name: c.clamp(values.get(c.name, c.rest)) for c in controls}
