"""How a controller steers: which knob, how far, along which curve, how smoothly."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from timbrel import Control

SLOWEST = 60.0  # seconds
BEND = 5.0  # how far exp and log are bent: half way of the one is a twelfth
VERBS = ("generate", "live:start", "live:panic", "live:record", "live:keep", "preset:")
"""What a button can do."""

CURVES: dict[str, Callable[[float], float]] = {
    "linear": lambda u: u,
    "exp": lambda u: math.expm1(BEND * u) / math.expm1(BEND),
    "log": lambda u: math.log1p(u * math.expm1(BEND)) / BEND,
    "smooth": lambda u: u * u * (3 - 2 * u),
}


@dataclass(frozen=True, slots=True)
class Steer:
    """From what a controller sends, ``least`` to ``most``, to ``low`` to ``high`` of a knob.

    Without ``low`` and ``high`` all the way that the knob goes; turned round if low is the larger.
    ``smoothing`` is the time in seconds within which it has gone two thirds of the way.
    """

    knob: str
    low: float | None = None
    high: float | None = None
    curve: str = "linear"
    smoothing: float = 0.0
    least: float = 0.0
    most: float = 1.0

    @property
    def verb(self) -> str:
        """What it does instead of moving a knob, or nothing."""
        does = self.knob.startswith(VERBS[-1]) or self.knob in VERBS[:-1]
        return self.knob if does else ""

    def share(self, value: float) -> float:
        """How far the controller is from its least, 0 to 1."""
        return min(max((value - self.least) / (self.most - self.least), 0.0), 1.0)

    def at(self, value: float, control: Control) -> float:
        """Where the knob belongs when the controller sends ``value``."""
        low = control.low if self.low is None else self.low
        high = control.high if self.high is None else self.high
        return control.clamp(low + (high - low) * CURVES[self.curve](self.share(value)))

    @property
    def facts(self) -> dict[str, Any]:
        """As JSON has it: what is not as usual."""
        usual = {field.name: field.default for field in fields(self)}
        return {name: v for name, v in asdict(self).items() if v != usual[name]}

    @property
    def says(self) -> str:
        reach = "" if self.low is None else f" from {self.low:g}"
        reach += "" if self.high is None else f" to {self.high:g}"
        curve = "" if self.curve == "linear" else f", {self.curve}"
        ease = f", eased over {self.smoothing:g} s" if self.smoothing else ""
        return f"{self.knob}{reach}{curve}{ease}"


def checked(facts: Mapping[str, Any]) -> Steer:
    """One whose facts make sense, or a Problem."""
    steer = _read(facts)
    if steer is None:
        raise Problem("That is no way to steer a knob.", "Give a knob, finite numbers, a curve.")
    if steer.least == steer.most:
        raise Problem("The controller's two ends are the same.", "Write them as 0,127.")
    if not 0 <= steer.smoothing <= SLOWEST:
        raise Problem(f"It cannot be eased over {steer.smoothing:g} s.", f"Give 0 to {SLOWEST:g}.")
    return steer


def _read(facts: Mapping[str, Any]) -> Steer | None:
    try:
        steer = Steer(**facts)
        numbers = [steer.low or 0, steer.high or 0, steer.smoothing, steer.least, steer.most]
        fine = isinstance(steer.knob, str) and 0 < len(steer.knob) <= 200
        fine = fine and steer.knob.isprintable() and steer.curve in CURVES
        fine = fine and all(math.isfinite(n) and abs(n) < 1e9 for n in numbers)
    except (TypeError, ValueError, OverflowError):
        return None
    return steer if fine else None
