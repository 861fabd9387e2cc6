"""A search of the history: words and filters as SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    import sqlite3

MOST = 1000
LONGEST = 1000  # characters of a search
# What an order goes by, and whether the most of it comes first.
ORDERS = {
    "made": ("id", True),  # clocks jump, numbers do not
    "name": ("name collate nocase", False),
    "seconds": ("seconds", True),
    "loudness": ("loudness", True),
    "novelty": ("novelty", True),
}


@dataclass(slots=True)
class Query:
    """What is asked of the history; each condition is in ``where`` with its ``given``."""

    where: list[str] = field(default_factory=lambda: ["gone is null"])
    given: list[Any] = field(default_factory=list[Any])

    def holds(self, condition: str, *given: Any) -> None:
        self.where.append(condition)
        self.given += given

    def run(
        self, db: sqlite3.Connection, limit: int, skip: int = 0, order: str = ""
    ) -> list[sqlite3.Row]:
        """So many, after as many as ``skip``, by an ``ordering``; the newest first by itself."""
        if not 1 <= limit <= MOST:
            raise Problem(f"{limit} cannot be listed.", f"Give 1 to {MOST}.")
        if not 0 <= skip < 2**62:
            raise Problem(f"{skip} cannot be left out.", "Give 0 or more.")
        by = order or ordering("made", False)
        # Rows are long: those that are not told are not carried along.
        ids = f"select id from history {self._condition} {by} limit ? offset ?"
        sql = f"select * from history where id in ({ids}) {by}"
        return db.execute(sql, [*self.given, int(limit), int(skip)]).fetchall()

    def count(self, db: sqlite3.Connection) -> int:
        """How many there are in all."""
        found = db.execute(f"select count(*) from history {self._condition}", self.given)
        return int(found.fetchone()[0])

    @property
    def _condition(self) -> str:
        return f"where {' and '.join(self.where)}"


def ordering(by: str, reverse: bool) -> str:
    """An order as SQL: what lacks the thing it goes by comes last either way."""
    if by not in ORDERS:
        there = f"There is: {', '.join(ORDERS)}."
        raise Problem(f"The history cannot be sorted by '{by}'.", there)
    column, falls = ORDERS[by]
    way = "desc" if falls != reverse else "asc"
    if column == "id":  # that is the key itself: nothing is to be sorted
        return f"order by id {way}"
    return f"order by {column} is null, {column} {way}, id {way}"


def kinds(db: sqlite3.Connection) -> dict[str, list[str]]:
    """The models and formats of which there are takes."""
    rows = db.execute("select distinct model, format from history where gone is null").fetchall()
    return {f"{name}s": sorted({row[name] for row in rows}) for name in ("model", "format")}


def searched(db: sqlite3.Connection, query: str) -> Query:
    """Items in which each word of ``query`` begins a word of name, model, note, knobs or sources.

    Without the index (an SQLite that has no FTS5) a word may also lie within one.
    """
    if len(query) > LONGEST:
        raise Problem("That is too long to be searched for.", "A few words will do.")
    asked = Query()
    parts = [part for part in query.replace("\0", " ").split() if any(map(str.isalnum, part))]
    if parts and indexed(db):
        quoted = " ".join('"' + _plain(part).replace('"', '""') + '"*' for part in parts)
        asked.holds("id in (select rowid from found where found match ?)", quoted)
    elif parts:
        for part in parts:
            text = "(name || ' ' || model || ' ' || note || ' ' || words)"
            asked.holds(f"{text} like ? escape '!'", f"%{_literal(_plain(part))}%")
    return asked


def indexed(db: sqlite3.Connection) -> bool:
    return bool(db.execute("select 1 from sqlite_master where name = 'found'").fetchone())


def _plain(part: str) -> str:
    return part.encode("utf-8", "backslashreplace").decode()


def _literal(part: str) -> str:
    return "".join(f"!{c}" if c in "!%_" else c for c in part)
