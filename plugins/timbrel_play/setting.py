"""Knobs as they are written: brightness=0.5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timbrel import Session


def settings(pairs: Sequence[str]) -> dict[str, float]:
    """The values by name; a Problem where one is not written as knob=number."""
    values: dict[str, float] = {}
    for pair in pairs:
        name, sign, number = pair.partition("=")
        try:
            values[name.strip()] = float(number)
        except ValueError:
            sign = ""
        if not sign:
            raise Problem(f"'{pair}' is not a setting.", "Write it as brightness=0.5.")
    return values


def turned(session: Session, pairs: Sequence[str] | None) -> list[str]:
    """Set the knobs, and say in words which were out of range and where they stand now."""
    asked = settings(pairs or [])
    moved = session.move(asked, origin="action")
    return [
        f"{name} goes to {moved[name]:g}, not to {value:g}."
        for name, value in asked.items()
        if abs(moved[name] - value) > 1e-9
    ]
