"""A take that somebody likes, by its recipe, and what it takes to come near it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_play import motion
from timbrel_play.recipe import recipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from timbrel import Control, Kernel, Session
    from timbrel_play.motion_curve import Curve
    from timbrel_play.motion_wave import Wave

REACH = 0.25  # deviation of a knob's jitter at amount 1, of its travel


@dataclass(frozen=True, slots=True)
class Liked:
    """A take's recipe, and the ``amount`` by which others are to differ from it.

    ``drawn`` are the (seed, amount) that it was itself drawn anew by.
    """

    model: str
    mapper: str
    values: Mapping[str, float]
    seed: int
    drawn: Sequence[tuple[int, float]]
    seconds: float
    loop: bool
    motion: tuple[dict[str, Curve], dict[str, Wave]]
    amount: float

    def near(self, seed: int) -> list[dict[str, float]]:
        """By what seeds, and how much, a take near this one is drawn anew."""
        return [{"seed": s, "amount": a} for s, a in [*self.drawn, (seed, self.amount)]]

    def chance(self, seed: int) -> int:
        """Its seed, with a share of the draws drawn anew."""
        return offers.Near(self.own, seed, self.amount)

    @property
    def own(self) -> int:
        """The seed that it was itself made by."""
        drawn = self.seed
        for other, share in self.drawn:
            drawn = offers.Near(drawn, other, share)
        return drawn

    def jittered(self, session: Session, seed: int) -> dict[str, float]:
        """Knobs moved at random by the amount, within what is safe; one that is off stays off."""
        chance = random.Random(f"knobs {seed}")
        moved = {}
        for name, control in session.controls.items():
            value = self.values.get(name, control.rest)
            far = REACH * self.amount * (control.high - control.low)
            drawn = value + far * chance.gauss(0, 1)
            moved[name] = _kept(control, value, drawn) if self.amount else value
        return moved


def liked(kernel: Kernel, path: Path, model: str, amount: float) -> Liked:
    """The take at ``path``, if it is one of ``model`` (or of that blend, whatever its shares)."""
    if not 0 <= amount <= 1:
        raise Problem(f"The amount cannot be {amount:g}.", "Give 0 to 1.")
    facts = recipe(kernel, path)
    if facts.get("made") != "generate":
        raise Problem(f"{path} was not made by 'generate'.", "Give a take that was.")
    other, own = facts.get("model"), "+".join(p.partition(":")[0] for p in model.split("+"))
    if other != own:
        raise Problem(f"{path} is a take of '{other}', not of '{own}'.", f"Play '{other}'.")
    return remembered(facts, path, amount)


def remembered(facts: Mapping[str, Any], path: Path, amount: float) -> Liked:
    """What a recipe says of how it was made; a Problem where it cannot be read."""
    try:
        return Liked(
            model=str(facts["model"]),
            mapper=str(facts.get("mapper", "direct")),
            values={str(n): float(v) for n, v in facts["values"].items()},
            seed=int(facts["seed"]),
            drawn=[(int(n["seed"]), float(n["amount"])) for n in facts.get("near", [])],
            seconds=facts["frames"] / facts["rate"],
            loop="loop" in facts,
            motion=motion.remembered(facts["motion"]) if "motion" in facts else ({}, {}),
            amount=amount,
        )
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError):
        raise Problem(f"The recipe of {path} cannot be read.") from None


def _kept(control: Control, value: float, drawn: float) -> float:
    if control.inert or value == control.rest in (control.low, control.high):
        return value
    low, high = control.safe or (control.low, control.high)
    return min(max(drawn, min(low, value)), max(high, value))
