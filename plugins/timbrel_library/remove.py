"""A take on its way to the trash: first a mark in its row, then its files."""

from __future__ import annotations

import errno
import secrets
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from timbrel import offers
from timbrel_library import fault, item, spot, store
from timbrel_library.trash import trashed

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


def deleted(places: Any, take: str) -> tuple[sqlite3.Row, int, bool]:
    """The row, its number in the trash, and whether there was a file to be moved.

    Killed between the two steps it leaves the files where they were, and 'library repair' moves
    them: an item is never without both.
    """
    with store.opened(places) as db:
        row = item.found(db, places.home, take)
        rest = f"history-{row['id']}-{secrets.token_hex(4)}"
        number = trashed(db, "history", str(row["id"]), {"rest": rest}, row["name"])
        db.execute("update history set gone = ? where id = ?", (number, row["id"]))
    return row, number, away(places, row, places.trash / rest)


def away(places: Any, row: sqlite3.Row, rest: Path) -> bool:
    """Move the files of an item to its folder in the trash, unless another item has them."""
    path = spot.there(places.home, row["place"])
    with store.opened(places, reads=True) as db:
        if others(db, row):
            return False
    there = path.is_file()
    for one in (spot.recipe_of(path), path):  # the take last: with it the item has arrived
        if one.is_file():
            carried(one, rest / one.name)
    return there


def others(db: sqlite3.Connection, row: sqlite3.Row) -> bool:
    """Whether the file of an item is (by now) that of another, which is not in the trash."""
    same = "select 1 from history where place = ? and id <> ? and gone is null and over is null"
    return bool(db.execute(same, (row["place"], row["id"])).fetchone())


def carried(path: Path, to: Path) -> None:
    """Move a file, to another disk too, so that at any moment it is whole at one of the two."""
    with fault.writing(to):
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.replace(to)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            draft = to.with_name(f".tmp-{secrets.token_hex(6)}")
            shutil.copy2(path, draft)
            offers.synced(draft)
            draft.replace(to)
            offers.synced(to.parent)
            path.unlink()
        for folder in {to.parent, to.parent.parent, path.parent}:
            offers.synced(folder)


def swept(rest: Path) -> None:
    """Remove a folder of the trash, if nothing is in it any more."""
    with suppress(OSError):
        rest.rmdir()
