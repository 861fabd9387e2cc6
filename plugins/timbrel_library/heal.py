"""Rows that are not what was written, brought back from a backup or from the file beside."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from timbrel_library import entry, rescue, schema, seal, sidecar, spot, store

if TYPE_CHECKING:
    from collections.abc import Iterator

LABEL = {"history": "name", "presets": "name", "trash": "label"}


def healed(places: Any) -> list[str]:
    """The names of the rows that are whole again."""
    return [name for table in seal.SEALED for name in _table(places, table)]


def _table(places: Any, table: str) -> Iterator[str]:
    for row in spoilt(places, table):
        whole = _older(places, table, row["id"])
        if whole is None and table == "history":
            whole = _beside(places, row)
        if whole is not None:
            with store.opened(places) as db:
                changes = ", ".join(f"{name} = :{name}" for name in whole)
                db.execute(
                    f"update {table} set {changes} where id = :id", {"id": row["id"], **whole}
                )
                now = db.execute(f"select * from {table} where id = ?", (row["id"],)).fetchone()
            yield now[LABEL[table]]


def spoilt(places: Any, table: str) -> list[sqlite3.Row]:
    with store.opened(places, reads=True) as db:
        return [row for row in db.execute(f"select * from {table}") if not seal.holds(row)]


def _older(places: Any, table: str, number: int) -> dict[str, Any] | None:
    """The row as the newest good backup of this version has it."""
    for backup in filter(rescue.good, store.backups(store.path(places))):
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            if schema.version(db) < len(schema.STEPS):
                continue
            row = db.execute(f"select * from {table} where id = ?", (number,)).fetchone()
            if row is not None and seal.holds(row):
                return dict(row)
    return None


def _beside(places: Any, row: sqlite3.Row) -> dict[str, Any] | None:
    """What the take's own file and the recipe beside it say; star and note stay as they are."""
    with suppress(OSError, ValueError):
        path = spot.there(places.home, row["place"])
        recipe = sidecar.beside(path)
        if recipe:
            return entry.entry(places.home, path, recipe, {}, path.stat().st_mtime)
    return None
