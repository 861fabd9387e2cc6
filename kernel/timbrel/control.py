"""A knob, before anyone draws it, and the values of knobs as they stand or move."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timbrel.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


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


def written(pairs: Sequence[str], example: str = "brightness=0.5") -> dict[str, float]:
    """Values as people write them, name=number; a Problem shows the ``example`` if one is not."""
    values: dict[str, float] = {}
    for pair in pairs:
        name, sign, number = pair.partition("=")
        try:
            values[name.strip()] = float(number)
        except ValueError:
            sign = ""
        if not sign:
            raise Problem(f"'{pair}' is not a setting.", f"Write it as {example}.")
    return values


def strayed(asked: Mapping[str, float], moved: Mapping[str, float]) -> list[str]:
    """In words, the values that stand elsewhere than was asked, for they were out of range."""
    return [
        f"{name} goes to {moved[name]:g}, not to {value:g}."
        for name, value in asked.items()
        if abs(moved[name] - value) > 1e-9
    ]


class Motion(Mapping[str, float]):
    """Values that move: ``at(seconds)`` from the start on. As a mapping, those at the start.

    ``facts`` (JSON) say what makes them again.
    """

    def __init__(
        self, at: Callable[[float], Mapping[str, float]], facts: Mapping[str, Any] | None = None
    ) -> None:
        self.at = at
        self.facts = dict(facts or {})

    def __getitem__(self, name: str) -> float:
        return self.at(0.0)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.at(0.0))

    def __len__(self) -> int:
        return len(self.at(0.0))


def by_hand(values: Mapping[str, float]) -> bool:
    """Whether somebody plays: what is rendered is to follow the values as quickly as it can."""
    return getattr(values, "by_hand", False)


def moment(values: Mapping[str, float], seconds: float) -> Mapping[str, float]:
    """The values so many seconds from the start; those that do not move as they are now."""
    at = getattr(values, "at", None)
    return at(seconds) if at else values
