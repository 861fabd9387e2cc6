"""What was asked of a training."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Spec:
    """``values`` are the family's controls, ``settings`` the trainer's.

    ``base`` is the model that is extended, if one is, and ``known`` its recordings: name, digest,
    seconds, channels and place of each. ``without`` are the plugins to leave out, and ``finish``
    says that nothing more is to be learnt, only a model to be made of the newest checkpoint.
    """

    name: str
    place: str
    family: str
    trainer: str
    device: str
    seed: int
    values: Mapping[str, float]
    settings: Mapping[str, float]
    base: str = ""
    known: Sequence[Mapping[str, Any]] = ()
    without: Sequence[str] = ()
    finish: bool = False
    made: str = field(default="")

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Spec:
        names = {f.name for f in fields(cls)}
        return cls(**{name: fact for name, fact in facts.items() if name in names})

    def facts(self) -> dict[str, Any]:
        return asdict(self)
