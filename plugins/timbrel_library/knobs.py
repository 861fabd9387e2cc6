"""What was measured of a model's knobs, in words and columns."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_library.table import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Card

HEADS = ("knob", "correlation", "travel", "like your sounds", "moves along")
DRAGGED = 0.5  # SD for each of its own, from which on another measure is named
MOST = 3
WIDTH = 96

Facts = dict[str, Any]


def calibration(card: Card) -> Facts:
    """What the mapper 'knobs' has learnt of a model; a Problem where it has learnt nothing."""
    facts: Facts = card.knobs.get("knobs", {})
    if not facts.get("knobs"):
        mend = f"Measure them now: timbrel models calibrate {card.name}."
        raise Problem(f"The knobs of '{card.name}' were never measured.", mend)
    return facts


def told(facts: Facts) -> str:
    """A line for each knob that acts, a sentence for each that does not."""
    knobs: Mapping[str, Facts] = facts["knobs"]
    acting = {name: knob for name, knob in knobs.items() if not knob["inert"]}
    parts = [table(HEADS, [_row(name, knob) for name, knob in acting.items()])] if acting else []
    parts += [
        textwrap.fill(f"{name} is inert: {knob['inert']}.", WIDTH)
        for name, knob in knobs.items()
        if knob["inert"]
    ]
    legend = (
        "Travel is how far the knob moves what it names, and 'moves along' what else goes with it "
        "for each step of its own: both against how much your sounds differ (SD)."
    )
    return "\n".join([*parts, textwrap.fill(legend, WIDTH)])


def _row(name: str, knob: Facts) -> tuple[str, ...]:
    return (
        name,
        f"{knob['correlation']:.2f} (worst {knob['worst']:.2f})",
        f"{knob['travel']:.1f} SD",
        _safe(knob["safe"], knob["knots"]),
        _leaks(knob["leak"]),
    )


def _safe(safe: list[float] | None, knots: list[float]) -> str:
    if safe is None:
        return "not known"
    if safe[0] == safe[1]:
        return "only at rest"
    if (safe[0], safe[1]) == (knots[0], knots[-1]):
        return "all the way"
    return f"{safe[0]:.2f} to {safe[1]:.2f}"


def _leaks(leak: Mapping[str, float | None]) -> str:
    strong = sorted(((v, k) for k, v in leak.items() if v is not None and v >= DRAGGED))
    return ", ".join(f"{name} {value:.1f}" for value, name in reversed(strong[-MOST:])) or "nothing"
