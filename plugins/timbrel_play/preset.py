"""A preset that a take begins from."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_play import motion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Kernel, Session
    from timbrel_play.motion_curve import Curve
    from timbrel_play.motion_wave import Wave


@dataclass(frozen=True, slots=True)
class Preset:
    """Knobs and all that goes with them, under a name."""

    name: str
    model: str
    mapper: str
    values: Mapping[str, float]
    seed: int
    motion: tuple[dict[str, Curve], dict[str, Wave]]
    space: str
    where: Mapping[str, float]

    def turned(self, session: Session) -> list[str]:
        """Set its knobs; in words, those that this model does not have."""
        here = {name: value for name, value in self.values.items() if name in session.controls}
        session.move(here, origin="action")
        gone = [name for name in self.values if name not in here]
        return [f"'{session.name}' has no knob {', '.join(gone)}."] if gone else []


def recalled(kernel: Kernel, name: str) -> Preset:
    """The preset of a name, from whatever plugin keeps them."""
    if "presets_show" not in kernel.host.table(offers.Action):
        raise Problem("No plugin keeps presets.", "Leave --preset out.", "unavailable")
    facts = kernel.host.find(offers.Action, "presets_show").run(kernel, name)["preset"]
    try:
        return _read(name, facts)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Problem(f"The preset '{name}' cannot be read.") from None


def _read(name: str, facts: Mapping[str, Any]) -> Preset:
    seed = facts.get("seed") or {}
    locked = seed.get("policy") == "locked"  # else a die is thrown for each render
    moves = facts.get("motion")
    return Preset(
        name=name,
        model=str(facts.get("model", "")),
        mapper=str(facts.get("mapper") or "knobs"),
        values={str(n): float(v) for n, v in facts["values"].items()},
        seed=int(seed["seed"]) if locked else secrets.randbelow(2**31),
        motion=motion.remembered(moves) if moves else ({}, {}),
        space=str(facts.get("space") or ""),
        where={str(n): float(v) for n, v in (facts.get("where") or {}).items()},
    )
