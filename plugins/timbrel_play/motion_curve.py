"""A knob's way over time: values at certain times, and curves from one to the next."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

STEEP = 4.0  # how much an exp curve hangs through: half way in time it has gone 12 % of the way
CURVES: dict[str, Callable[[float], float]] = {
    "linear": lambda part: part,
    "hold": lambda part: 0.0,
    "smooth": lambda part: part * part * (3 - 2 * part),
    "exp": lambda part: math.expm1(STEEP * part) / math.expm1(STEEP),
}
EXAMPLE = "Write it as 0:0,4:1,8:0, seconds and value, or as 4:1:smooth."


@dataclass(frozen=True, slots=True)
class Curve:
    """``points`` are (seconds, value, curve), the curve being the one that leads there."""

    points: tuple[tuple[float, float, str], ...]

    def at(self, seconds: float) -> float:
        """The value at a time: the first one before all points, the last one after them."""
        number = bisect_right(self.points, seconds, key=lambda point: point[0])
        if number in (0, len(self.points)):
            return self.points[max(number - 1, 0)][1]
        (start, left, _), (end, right, curve) = self.points[number - 1 : number + 1]
        return left + (right - left) * CURVES[curve]((seconds - start) / (end - start))

    def __str__(self) -> str:
        return ",".join(
            f"{time!r}:{value!r}" + (f":{curve}" if curve != "linear" else "")
            for time, value, curve in self.points
        )


def curve(text: str) -> Curve:
    """The curve that is written as ``0:0,4:1:smooth``; a Problem where it is none."""
    return checked([_point(part) for part in text.split(",")])


def checked(points: list[Any]) -> Curve:
    """The curve through (seconds, value, curve); a Problem where times go backwards."""
    if not points:
        raise Problem("A curve without a point is none.", EXAMPLE)
    before = 0.0
    for time, value, kind in points:
        if not (math.isfinite(time) and math.isfinite(value)):
            raise Problem(f"A curve cannot go to {value:g} at {time:g} seconds.", EXAMPLE)
        if time < before:
            raise Problem(f"The times go backwards: {time:g} after {before:g} seconds.", EXAMPLE)
        if kind not in CURVES:
            raise Problem(f"No curve is called '{kind}'.", f"There is: {', '.join(CURVES)}.")
        before = time
    return Curve(tuple((float(t), float(v), str(k)) for t, v, k in points))


def _point(text: str) -> tuple[float, float, str]:
    parts = [part.strip() for part in text.split(":")]
    try:
        time, value, kind = (*parts, "linear") if len(parts) == 2 else parts
        return float(time), float(value), kind
    except ValueError:
        raise Problem(f"'{text}' is no point of a curve.", EXAMPLE) from None
