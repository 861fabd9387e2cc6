"""What the measuring of a take's sound gives reason to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LOUD = 3.0  # dB that its peaks may be turned down by without a word


@dataclass(frozen=True, slots=True)
class Heard:
    """The ``quality`` of a recipe, and sentences about it."""

    quality: dict[str, Any]
    notes: list[str]


def heard(facts: Mapping[str, Any]) -> Heard:
    """What a finished take's recipe says of its sound."""
    quality, notes = dict(facts.get("quality") or {}), []
    down = quality.get("turned_down") or 0
    if down > LOUD:
        notes.append(f"Its peaks were turned down, by {down:.1f} dB at most, to stay under -1 dB.")
    if quality.get("over_20k_exceeds"):
        notes.append("There is more above 20 kHz in it than in its recordings.")
    return Heard(quality, notes)
