"""Where along a knob the sound stays like the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from timbrel_controls.dsp_fit import Way

GREEN, AMBER, RED = "green", "amber", "red"
SLOW = 0.3  # of the mean slope on that side of rest: below, a turn does hardly anything
DEAD = 0.25  # SD that a side of the knob moves the measure by, or else it does nothing
ASTRAY = 1.0  # SD that the measure may be from the curve


def zones(
    way: Way, measured: np.ndarray, sd: float, distances: np.ndarray, limits: tuple[float, float]
) -> list[str]:
    """A colour for each knot: by distance, amber also where turning does little or is astray."""
    slow = _slow(way, DEAD * sd)
    astray = np.abs(measured - way.fit) > ASTRAY * sd
    found: list[str] = []
    for distance, idle, off in zip(distances, slow, astray, strict=True):
        if distance > limits[1]:
            found.append(RED)
        elif not distance <= limits[0] or idle or off:
            found.append(AMBER)
        else:
            found.append(GREEN)
    return found


def stretch(knots: np.ndarray, found: list[str]) -> tuple[float, float]:
    """The knots around rest that are green one after another; (0, 0) where not even rest is."""
    middle = int(np.argmin(np.abs(knots)))
    if found[middle] != GREEN:
        return 0.0, 0.0
    low = high = middle
    while low > 0 and found[low - 1] == GREEN:
        low -= 1
    while high < len(found) - 1 and found[high + 1] == GREEN:
        high += 1
    return float(knots[low]), float(knots[high])


def _slow(way: Way, least: float) -> np.ndarray:
    """Which knots lie where the knob does hardly anything (P,); rest itself is never one."""
    middle = int(np.argmin(np.abs(way.knots)))
    down, up = way.fit[middle] - way.fit[0], way.fit[-1] - way.fit[middle]
    slope = np.gradient(way.fit, way.knots)
    mean = np.where(way.knots < 0, down, up)
    return (way.knots != 0) & ((slope < SLOW * mean) | (mean < least))
