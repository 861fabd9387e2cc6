"""A knob's swing about where it stands: a low-frequency oscillator."""

from __future__ import annotations

import math
import random
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FASTEST = 50.0  # Hz: above, a knob would be a sound itself
EXAMPLE = "Write it as sine,rate=0.5,depth=0.4,phase=0, or with rate=1/4@120."
SHAPES: dict[str, Callable[[float], float]] = {
    "sine": lambda turns: math.sin(2 * math.pi * turns),
    "triangle": lambda turns: 1 - 4 * abs((turns + 0.25) % 1 - 0.5),
    "square": lambda turns: 1.0 if turns % 1 < 0.5 else -1.0,
    "saw": lambda turns: 2 * (turns % 1) - 1,
    "random": lambda turns: random.Random(f"turn {math.floor(turns)}").uniform(-1, 1),
}


@dataclass(frozen=True, slots=True)
class Wave:
    """``rate`` in Hz, ``depth`` to either side in the knob's own unit, ``phase`` in turns."""

    shape: str
    rate: float = 1.0
    depth: float = 0.5
    phase: float = 0.0

    def at(self, seconds: float) -> float:
        return self.depth * SHAPES[self.shape](self.rate * seconds + self.phase)

    def __str__(self) -> str:
        return f"{self.shape},rate={self.rate!r},depth={self.depth!r},phase={self.phase!r}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def wave(text: str) -> Wave:
    """The wave that is written as ``sine,rate=0.5,depth=0.4``; a Problem where it is none."""
    shape, *settings = (part.strip() for part in text.split(","))
    numbers: dict[str, float] = {}
    for setting in settings:
        name, sign, number = (part.strip() for part in setting.partition("="))
        if not sign or name not in ("rate", "depth", "phase"):
            raise Problem(f"'{setting}' says nothing of a wave.", EXAMPLE)
        try:
            numbers[name] = _rate(number) if name == "rate" else float(number)
        except (ValueError, ZeroDivisionError):
            raise Problem(f"'{setting}' is no number.", EXAMPLE) from None
    return checked({"shape": shape, **numbers})


def checked(facts: Mapping[str, Any]) -> Wave:
    """The wave with these facts; a Problem where there can be none."""
    made = Wave(**facts)
    if made.shape not in SHAPES:
        raise Problem(f"No wave is called '{made.shape}'.", f"There is: {', '.join(SHAPES)}.")
    if not 0 < made.rate <= FASTEST:
        raise Problem(f"A wave cannot swing at {made.rate:g} Hz.", f"Give up to {FASTEST:g} Hz.")
    if not (math.isfinite(made.depth) and math.isfinite(made.phase)):
        raise Problem("A wave's depth and phase are finite numbers.", EXAMPLE)
    return made


def _rate(text: str) -> float:
    """Hz, of a number or of a note at a tempo: 1/4@120 is a quarter note at 120 a minute."""
    note, sign, tempo = text.partition("@")
    if not sign:
        return float(text)
    over, _, under = note.partition("/")
    return float(tempo) / 240 / (float(over) / float(under or 1))
