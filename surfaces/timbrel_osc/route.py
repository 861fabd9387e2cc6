"""An address, what it does, and what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message

ROOT = "/timbrel"
MAIN = f"{ROOT}/main"  # the one session


@dataclass(frozen=True, slots=True)
class Route:
    """``does`` it, for a message and whoever sent it.

    A ``wide`` one is reached by patterns too. ``kinds`` are the type tags it takes, ``value`` is
    what it stands at (several are a tuple; None where it has none), ``reach`` its bounds.
    """

    does: Callable[[Message, Peer], None]
    says: str
    kinds: str = ""
    wide: bool = False
    value: Callable[[], float | str | tuple[float | str, ...]] | None = None
    reach: tuple[float, float] | None = None

    def values(self) -> tuple[float | str, ...]:
        """What it stands at, as a message has it."""
        now = () if self.value is None else self.value()
        return now if isinstance(now, tuple) else (now,)


def number(message: Message) -> float:
    """The one number that a message has to hold."""
    match message.values:
        case [int() | float() as value]:
            return float(value)
    raise Problem(f"{message.address} takes one number.")


def word(message: Message) -> str:
    """The one word that a message has to hold."""
    match message.values:
        case [str(text)]:
            return text
    raise Problem(f"{message.address} takes one name.")


def named(message: Message) -> str | int:
    """The one name that a message has to hold, or the number of one."""
    match message.values:
        case [str() | int() as name] if not isinstance(name, bool):
            return name
        case [float(number)] if number.is_integer():
            return int(number)
    raise Problem(f"{message.address} takes one name, or its number.")


def numbered(wanted: str | int, names: Callable[[], list[str]], kind: str) -> str:
    """The name, or that of a number from 1, as a program change has it."""
    if isinstance(wanted, str):
        return wanted
    there = names()
    if not 1 <= wanted <= len(there):
        raise Problem(f"There is no {kind} {wanted}.", f"There are {len(there)}.", "missing")
    return there[wanted - 1]


def pressed(message: Message) -> bool:
    """Whether a button is: without a value it is, and where it is let go it sends 0."""
    return not message.values or message.values[0] not in (0, False)


def plain(name: str) -> str:
    """A name as a part of an address: OSC knows no spaces there."""
    return name.replace(" ", "_")
