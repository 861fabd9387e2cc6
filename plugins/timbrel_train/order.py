"""An order: what a person says, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timbrel import Control, Kernel, Problem, offers
from timbrel_train.run import now
from timbrel_train.spec import Spec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = "most_steps"


@dataclass(frozen=True, slots=True)
class Order:
    """The options of the verb 'train', as they were given."""

    minutes: float | None
    steps: int | None
    preset: str
    set_: Sequence[str]
    seed: int
    family: str
    trainer: str
    device: str

    def spec(
        self, kernel: Kernel, name: str | None, folder: str | None, extend: str | None
    ) -> Spec:
        """Of a new training, or one that extends a model; a Problem where it makes no sense."""
        if folder is None:
            mend = "Give a folder and --name, or --resume NAME, or --extend MODEL and a folder."
            raise Problem("There is nothing to learn from.", mend)
        wanted = name or extend
        if wanted is None:
            raise Problem("The model has no name.", "Give one with --name.")
        self._checked()
        base = kernel.registry.card(extend) if extend else None
        learnt: Mapping[str, Any] = base.settings if base else {}
        kind = kernel.host.find(offers.Family, base.family if base else self.family)
        way = kernel.host.find(offers.Trainer, self.trainer)
        given = settings(self.set_, (*kind.controls, *way.controls))
        return Spec(
            name=kernel.registry.checked(wanted),
            place=absolute(kernel, folder),
            family=kind.name,
            trainer=way.name,
            device=self.device,
            seed=self.seed,
            values=settled(kind.controls, {**learnt, **given}),
            settings=settled(way.controls, {**self._length(way), **given}),
            base=extend or "",
            known=learnt.get("dataset", {}).get("clips", ()),
            made=now(),
        )

    def _checked(self) -> None:
        if self.minutes is not None and not self.minutes > 0:
            raise Problem(f"It cannot train for {self.minutes:g} minutes.", "Give more than 0.")
        if self.steps is not None and self.steps < 1:
            raise Problem(f"It cannot train for {self.steps} steps.", "Give 1 or more.")
        if not 0 <= self.seed < 2**53:
            raise Problem(f"{self.seed} is no seed.", "Give a whole number from 0 on.")

    def _length(self, way: offers.Trainer) -> Mapping[str, float]:
        """Minutes that were asked for are all used; those of a preset end with its steps."""
        if self.steps is not None:
            return {"steps": self.steps}
        if self.minutes is not None:
            return {"minutes": self.minutes} | {
                c.name: c.high for c in way.controls if c.name == MOST
            }
        return way.presets.get(self.preset, {})


def settings(pairs: Sequence[str], controls: Sequence[Control]) -> dict[str, float]:
    """Values by name; a Problem where one is not written as name=number, or is not there."""
    there = {control.name for control in controls}
    values: dict[str, float] = {}
    for pair in pairs:
        name, _, number = (part.strip() for part in pair.partition("="))
        try:
            values[name] = float(number)
        except ValueError:
            raise Problem(f"'{pair}' is not a setting.", "Write it as pitch=3.") from None
        if name not in there:
            raise Problem(f"No setting '{name}'.", f"There is: {', '.join(sorted(there))}.")
    return values


def settled(controls: Sequence[Control], values: Mapping[str, Any]) -> dict[str, float]:
    """A value for each control: the given one within bounds, or the one at rest."""
    return {c.name: c.clamp(values.get(c.name, c.rest)) for c in controls}


def absolute(kernel: Kernel, place: str) -> str:
    """The place as it will be known from another folder too: a path in full, a name as it is."""
    knowing = [c for c in kernel.host.table(offers.Collector).values()]
    first = next((c for c in knowing if c.knows(place, kernel.places)), None)
    full = str(Path(place).expanduser().absolute())
    return full if first is None or first.knows(full, kernel.places) else place
