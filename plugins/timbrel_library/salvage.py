"""Rows of a damaged library that can still be read, put into another."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from timbrel_library import seal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROKEN = (sqlite3.DatabaseError, UnicodeDecodeError, OverflowError)


def salvaged(damaged: Path, whole: Path) -> None:
    """Put each row of ``damaged`` that proves to be what was written into ``whole``."""
    rows = _readable(damaged)
    with closing(sqlite3.connect(whole, isolation_level=None)) as db:
        db.execute("begin immediate")
        for table, each in rows.items():
            for row in each.values():
                _put(db, table, row)
        db.execute("commit")


def _readable(damaged: Path) -> dict[str, dict[int, dict[str, Any]]]:
    """By table and number, the rows whose seals hold.

    It is read in a copy: SQLite would clear up after the killed, and what is kept aside is not
    to change.
    """
    found: dict[str, dict[int, dict[str, Any]]] = {table: {} for table in seal.SEALED}
    with TemporaryDirectory() as folder:
        for part in damaged.parent.glob(f"{damaged.name}*"):
            shutil.copyfile(part, f"{folder}/{part.name}")
        with closing(sqlite3.connect(f"{folder}/{damaged.name}")) as db:
            db.row_factory = sqlite3.Row
            db.text_factory = lambda text: text.decode("utf-8", "replace")
            for table in found:
                # From both ends: a damaged page in the middle hides what lies behind it.
                for way in ("asc", "desc"):
                    found[table] |= {row["id"]: row for row in _rows(db, table, way)}
    return found


def _rows(db: sqlite3.Connection, table: str, way: str) -> Iterator[dict[str, Any]]:
    with suppress(*BROKEN):
        for row in db.execute(f"select * from {table} order by id {way}"):
            if {"id", "seal"} <= set(row.keys()) and seal.holds(row):
                yield dict(row)


def _put(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    known = db.execute(f"select 1 from {table} where id = ?", (row["id"],)).fetchone()
    changes = ", ".join(f"{name} = :{name}" for name in row)
    marks = ", ".join(f":{name}" for name in row)
    new = f"insert into {table} ({', '.join(row)}) values ({marks})"
    with suppress(sqlite3.DatabaseError):  # another row has the name meanwhile
        db.execute(f"update {table} set {changes} where id = :id" if known else new, row)
