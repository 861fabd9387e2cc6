"""A checksum for each row: a bit that changes on the disk is told, and never believed."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

SEALED = ("history", "presets", "trash")


def watch(db: sqlite3.Connection) -> None:
    """From now on this connection remembers which rows it wrote."""
    db.execute("pragma temp_store = memory")
    db.execute("create temp table touched (kind text, id integer, primary key (kind, id))")
    for table in SEALED:
        for event in ("insert", "update"):
            db.execute(
                f"create temp trigger {table}_{event} after {event} on main.{table} begin "
                f"insert or ignore into touched values ('{table}', new.id); end"
            )


def seal(db: sqlite3.Connection) -> None:
    """Put the checksum into each row that was written."""
    for kind, number in db.execute("select kind, id from touched").fetchall():
        row = db.execute(f"select * from {kind} where id = ?", (number,)).fetchone()
        if row is not None:
            db.execute(f"update {kind} set seal = ? where id = ?", (checksum(row), number))
    db.execute("delete from touched")


def holds(row: sqlite3.Row) -> bool:
    """Whether a whole row (select *) is what was written."""
    return bool(row["seal"] == checksum(row))


def checksum(row: sqlite3.Row) -> int:
    """The CRC-32 of a row's facts by name."""
    facts = [(name, row[name]) for name in sorted(row.keys()) if name != "seal"]
    return zlib.crc32(repr(facts).encode("utf-8", "backslashreplace"))
