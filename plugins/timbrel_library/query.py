"""A search of the history: words and filters as SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    import sqlite3

MOST = 1000
LONGEST = 1000  # characters of a search


@dataclass(slots=True)
class Query:
    """What is asked of the history; each condition is in ``where`` with its ``given``."""

    where: list[str] = field(default_factory=lambda: ["gone is null"])
    given: list[Any] = field(default_factory=list[Any])

    def holds(self, condition: str, *given: Any) -> None:
        self.where.append(condition)
        self.given += given

    def run(self, db: sqlite3.Connection, limit: int) -> list[sqlite3.Row]:
        """The newest so many."""
        if not 1 <= limit <= MOST:
            raise Problem(f"{limit} cannot be listed.", f"Give 1 to {MOST}.")
        order = f"order by id desc limit {int(limit)}"
        sql = f"select * from history where {' and '.join(self.where)} {order}"
        return db.execute(sql, self.given).fetchall()


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
