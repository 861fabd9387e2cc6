"""The end of what is in the trash."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from timbrel_library import fault, remove, spot, store, undo

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def held(places: Any) -> list[tuple[sqlite3.Row, int]]:
    """The rows of the trash, the newest first, each with the bytes of its files."""
    with store.opened(places, reads=True) as db:
        rows = db.execute("select * from trash order by id desc").fetchall()
    return [(row, weight(undo.folder(places, row))) for row in rows]


def unnoted(places: Any) -> list[Path]:
    """What lies in the trash without a row: it came there when a process was killed."""
    with store.opened(places, reads=True) as db:
        rows = db.execute("select * from trash").fetchall()
    known = {undo.folder(places, row) for row in rows}
    return sorted(path for path in places.trash.iterdir() if path not in known)


def emptied(places: Any) -> int:
    """Remove all of it; how many bytes that frees.

    Files first, then rows: killed in between, it is emptied by the next call.
    """
    freed = 0
    for row, _ in held(places):
        rest = undo.folder(places, row)
        _arrived(places, row, rest)
        freed += _removed(rest)
        with store.opened(places) as db:
            _forgotten(db, row)
    return freed + sum(_removed(path) for path in unnoted(places))


def _arrived(places: Any, row: sqlite3.Row, rest: Path) -> None:
    """Finish the move of a take that was killed on its way here."""
    if row["kind"] == "history":
        with store.opened(places, reads=True) as db:
            item = db.execute("select * from history where id = ?", (row["key"],)).fetchone()
        if item is not None and item["over"] is None:
            remove.away(places, item, rest)


def _forgotten(db: sqlite3.Connection, row: sqlite3.Row) -> None:
    """Remove a row of the trash and what it stood for, unless it was undone meanwhile."""
    if db.execute("delete from trash where id = ?", (row["id"],)).rowcount:
        table = {"history": "history", "preset": "presets"}.get(row["kind"])
        if table:
            db.execute(f"delete from {table} where id = ? and gone = ?", (row["key"], row["id"]))


def _removed(path: Path) -> int:
    freed = weight(path)
    with fault.writing(path):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return freed


def weight(path: Path) -> int:
    """The bytes of a file, or of all files below a folder."""
    total = 0
    for one in (path, *path.rglob("*")):
        with suppress(OSError):
            total += one.lstat().st_size if one.is_file() or one.is_symlink() else 0
    return total


def label(row: sqlite3.Row) -> str:
    return f"{row['kind']} '{spot.shown(row['label'])}'"
