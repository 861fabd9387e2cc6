"""A look through the whole library: what is damaged, missing, changed or left over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_library import (
    empty,
    entry,
    fault,
    heal,
    item,
    orphan,
    preset_row,
    query,
    remove,
    spot,
    store,
    undo,
)

if TYPE_CHECKING:
    import sqlite3

    from timbrel import Job, Kernel

# What may be found, and a sentence for it.
KINDS = {
    "damaged": "cannot be read in the library",
    "index": "of the index of words does not match the history",
    "missing": "has no file any more",
    "changed": "has a file with other bytes than were written",
    "pending": "is deleted but not yet in the trash",
    "orphans": "lies among the renders and is not in the history",
    "unnoted": "lies in the trash and is not listed there",
    "forgotten": "is listed in the trash and does not lie there",
}
Findings = dict[str, list[str]]


def examined(kernel: Kernel, job: Job, quick: bool = False) -> Findings:
    """Names by what is the matter with them; a library that cannot be used at all is a Problem.

    ``quick`` takes a file whose size is right for whole.
    """
    places = kernel.places
    whole(places)
    found: Findings = {kind: [] for kind in KINDS}
    with store.opened(places, reads=True) as db:
        rows = db.execute("select * from history").fetchall()
        presets = db.execute("select * from presets").fetchall()
    for number, row in enumerate(rows):
        if not job.advance(number / len(rows), f"{number} of {len(rows)} takes"):
            raise Problem("Stopped: not all was looked at.", "Begin again when you like.")
        _take(places, row, quick, found)
    for row in presets:
        if _unreadable(preset_row.facts, row):
            found["damaged"].append(f"preset '{row['name']}'")
    found["damaged"] += [empty.label(row) for row in heal.spoilt(places, "trash")]
    found["index"] += [] if indexed(places) else ["something"]
    found["orphans"] += [spot.shown(path.name) for path, _ in orphan.orphans(kernel)]
    _trash(places, found)
    return found


def whole(places: Any) -> None:
    """Damage, as a Problem, where SQLite finds the file to be not in order."""
    file = store.path(places)
    with store.opened(places, reads=True) as db, fault.told(file):
        said = db.execute("pragma integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise fault.Damaged(f"The library {spot.shown(file)} is damaged ({said}).")


def _take(places: Any, row: sqlite3.Row, quick: bool, found: Findings) -> None:
    name = f"{row['id']}: {row['name']}"
    if _unreadable(item.recipe, row):
        found["damaged"].append(name)
    path = spot.there(places.home, row["place"])
    if row["gone"] is not None:
        with store.opened(places, reads=True) as db:
            left = path.is_file() and row["over"] is None and not remove.others(db, row)
        found["pending"] += [name] if left else []
    elif item.missing(row, places.home):
        found["missing"].append(name)
    elif not same(path, row, quick):
        found["changed"].append(name)


def same(path: Any, row: sqlite3.Row, quick: bool) -> bool:
    if path.stat().st_size != row["size"]:
        return False
    return quick or entry.digest(path) == row["sha256"]


def _unreadable(read: Any, row: sqlite3.Row) -> bool:
    try:
        read(row)
    except Problem:
        return True
    return False


def indexed(places: Any) -> bool:
    """Whether the index of words agrees with the history."""
    try:
        with store.opened(places) as db:
            if query.indexed(db):
                db.execute("insert into found (found, rank) values ('integrity-check', 1)")
    except fault.Damaged:
        return False
    return True


def _trash(places: Any, found: Findings) -> None:
    for row, _ in empty.held(places):
        rest = undo.folder(places, row)
        if row["kind"] == "model" and not rest.exists():
            found["forgotten"].append(empty.label(row))
    found["unnoted"] += [spot.shown(path.name) for path in empty.unnoted(places)]
