"""Rows of a damaged library that can still be read, put into another."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing, suppress
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_library.sealed import unsealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# Of an item that the other library knows, what people may have changed since.
CHANGED = {
    "trash": (),
    "presets": ("name", "made", "model", "facts", "gone"),
    "history": ("star", "note", "gone", "over", "place", "name"),
}


def salvaged(damaged: Path, whole: Path) -> int:
    """How many rows of ``damaged`` went into ``whole``; none if it cannot be opened at all."""
    rows = _readable(damaged)
    taken = 0
    with closing(sqlite3.connect(whole, isolation_level=None)) as db:
        db.execute("begin immediate")
        for table, each in rows.items():
            taken += sum(_put(db, table, row) for row in each.values())
        db.execute("commit")
    return taken


def _readable(damaged: Path) -> dict[str, dict[int, dict[str, Any]]]:
    """By table and number, the rows that prove to be what was written.

    It is read in a copy: SQLite would clear up after the killed, and what is kept aside is not
    to change.
    """
    found: dict[str, dict[int, dict[str, Any]]] = {table: {} for table in CHANGED}
    with TemporaryDirectory() as folder:
        for part in damaged.parent.glob(f"{damaged.name}*"):
            shutil.copyfile(part, f"{folder}/{part.name}")
        with (
            suppress(sqlite3.DatabaseError),
            closing(sqlite3.connect(f"{folder}/{damaged.name}")) as db,
        ):
            db.row_factory = sqlite3.Row
            db.text_factory = lambda text: text.decode("utf-8", "replace")
            for table in CHANGED:
                # From both ends: a damaged page in the middle hides what lies behind it.
                for way in ("asc", "desc"):
                    for row in _rows(db, table, way):
                        found[table][row["id"]] = row
    return found


def _rows(db: sqlite3.Connection, table: str, way: str) -> Iterator[dict[str, Any]]:
    with suppress(sqlite3.DatabaseError, OverflowError):
        for row in db.execute(f"select * from {table} order by id {way}"):
            facts = dict(row)
            if isinstance(facts.get("id"), int) and SOUND[table](facts):
                yield facts


def _put(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> bool:
    known = db.execute(f"select * from {table} where id = ?", (row["id"],)).fetchone()
    with suppress(sqlite3.DatabaseError):  # another row has the name, or a fact is not of its kind
        if known is None:
            marks = ", ".join(f":{name}" for name in row)
            db.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", row)
            return True
        if CHANGED[table]:
            changes = ", ".join(f"{name} = :{name}" for name in CHANGED[table])
            db.execute(f"update {table} set {changes} where id = :id", row)
    return False


def _history(row: dict[str, Any]) -> bool:
    texts = all(isinstance(row[name], str) for name in ("name", "model", "note", "words", "sha256"))
    return texts and row["star"] in (0, 1) and _opens(row["recipe"])


def _preset(row: dict[str, Any]) -> bool:
    return isinstance(row["name"], str) and isinstance(row["model"], str) and _opens(row["facts"])


def _trash(row: dict[str, Any]) -> bool:
    try:
        return isinstance(json.loads(row["facts"]), dict)
    except (ValueError, TypeError):
        return False


def _opens(kept: Any) -> bool:
    try:
        unsealed(kept, "it")
    except Problem:
        return False
    return True


SOUND: dict[str, Callable[[dict[str, Any]], bool]] = {
    "trash": _trash,
    "presets": _preset,
    "history": _history,
}
