"""A search of the models: words, filters and an order, as SQL on their index."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

# What has a number, by the name people give it; any other name is that of a figure.
NUMBERS = {"seconds": "seconds", "sounds": "sounds", "megabytes": "size / 1e6"}
ORDERS = {**NUMBERS, "name": "name collate nocase", "made": "made", "family": "family"}
DAY = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d)?)?)?)?)?")


@dataclass
class Search:
    """Conditions that a model must meet, and what they are given."""

    where: list[str] = field(default_factory=lambda: ["family <> ''"])
    given: list[Any] = field(default_factory=list[Any])
    order: str = "name"
    reverse: bool = False

    def words(self, text: str) -> None:
        """Each word is to be in the model's name, tags, notes, recordings or the like."""
        for word in text.casefold().split():
            self._holds("instr(text, ?) > 0", word)

    def tags(self, tags: Sequence[str]) -> None:
        for tag in tags:
            self._holds("instr(tags, ?) > 0", f"\n{tag.strip().casefold()}\n")

    def family(self, name: str) -> None:
        self._holds("family = ?", name)

    def dataset(self, name: str) -> None:
        """By a part of the name of the recordings' folder, or of their digest."""
        self._holds("instr(dataset, ?) > 0", name.casefold())

    def since(self, day: str) -> None:
        self._holds("made >= ?", _day(day))

    def until(self, day: str) -> None:
        """That hour, day, month or year included."""
        self._holds("made <> '' and substr(made, 1, ?) <= ?", len(day), _day(day))

    def within(self, wish: str) -> None:
        """A number of the model as NAME=LOW..HIGH, of which either end may be left out."""
        name, _, span = wish.partition("=")
        low, dots, high = span.partition("..")
        try:
            ends = [float(end) if end.strip() else None for end in (low, high if dots else low)]
        except ValueError:
            ends = [None, None]
        if not re.fullmatch(r"\w{1,64}", name) or ends == [None, None]:
            mend = "Write it as seconds=10..60, megabytes=..20 or validation=..1.5."
            raise Problem(f"'{wish}' is no range of a number.", mend)
        for end, sign in zip(ends, (">=", "<="), strict=True):
            if end is not None:
                self._holds(f"{_number(name)} {sign} ?", end)

    def _holds(self, condition: str, *given: Any) -> None:
        self.where.append(condition)
        self.given += given

    def run(self, db: sqlite3.Connection) -> list[dict[str, Any]]:
        """What is told of the models found, in order; those that lack what it goes by come last."""
        by = ORDERS.get(self.order) or _number(self.order)
        way = "desc" if self.reverse else "asc"
        order = f"order by {by} is null, {by} {way}, name collate nocase {way}"
        rows = db.execute(
            f"select facts from models where {' and '.join(self.where)} {order}", self.given
        )
        found = json.loads(f"[{','.join(row[0] for row in rows)}]")
        if self.order not in ORDERS and not any(self.order in one["figures"] for one in found):
            self._ordered(db)
        return found

    def _ordered(self, db: sqlite3.Connection) -> None:
        """A Problem if no model at all has the figure to go by."""
        sql = "select distinct key from models, json_each(facts, '$.figures') order by key"
        known = [*ORDERS, *(row[0] for row in db.execute(sql))]
        if self.order not in known:
            there = f"There is: {', '.join(known)}."
            raise Problem(f"The models cannot be sorted by '{self.order}'.", there)


def damaged(db: sqlite3.Connection) -> list[str]:
    """The names of the models that cannot be read."""
    return [row[0] for row in db.execute("select name from models where family = '' order by name")]


def _number(name: str) -> str:
    if not re.fullmatch(r"\w{1,64}", name):
        raise Problem(f"'{name}' is no name of a figure.", "'timbrel models show NAME' lists them.")
    return NUMBERS.get(name) or f"json_extract(facts, '$.figures.\"{name}\"')"


def _day(text: str) -> str:
    if not DAY.fullmatch(text):
        raise Problem(f"'{text}' is no day.", "Write it as 2026-08-20, 2026-08 or 2026.")
    return text
