"""The way out of the trash: a take, a preset or a model as it was before it was deleted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_library import fault, preset_row, remove, seal, spot, store

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from timbrel import Kernel


def undone(kernel: Kernel, number: int | None = None) -> tuple[sqlite3.Row, str]:
    """What was deleted last, or under a ``number``: its row of the trash, and where it is now.

    Files come first, then the rows: killed between the two it is still in the trash, and can be
    undone again. A name that is taken meanwhile gets a number behind it.
    """
    with store.opened(kernel.places, reads=True) as db:
        row = _chosen(db, number)
    ways = {"history": _take, "preset": _preset, "model": _model}
    return row, ways[row["kind"]](kernel, row)


def _chosen(db: sqlite3.Connection, number: int | None) -> sqlite3.Row:
    if number is None:
        row = db.execute("select * from trash order by id desc limit 1").fetchone()
        what = "The trash is empty."
    else:
        row = db.execute("select * from trash where id = ?", (number,)).fetchone()
        what = f"The trash has no number {number}."
    if row is None:
        raise Problem(what, "'timbrel library trash' lists what is in it.", "missing")
    if not seal.holds(row):
        raise fault.spoilt(f"Number {row['id']} of the trash")
    return row


def _out(db: sqlite3.Connection, row: sqlite3.Row) -> None:
    """Take the row out of the trash; a Problem if another process just did."""
    if db.execute("delete from trash where id = ?", (row["id"],)).rowcount != 1:
        raise Problem(f"'{row['label']}' is out of the trash already.", "", "missing")


def _take(kernel: Kernel, row: sqlite3.Row) -> str:
    places, key = kernel.places, int(row["key"])
    rest = folder(places, row)
    with store.opened(places, reads=True) as db:
        item = db.execute("select * from history where id = ?", (key,)).fetchone()
        path = spot.there(places.home, item["place"])
        stays = not (rest / path.name).exists() and not remove.others(db, item)
    if not stays:
        path = _carried_back(places, rest, path)
    with store.opened(places) as db:
        _out(db, row)
        back = (spot.kept(places.home, path), spot.shown(path.name), key)
        db.execute("update history set gone = null, place = ?, name = ? where id = ?", back)
    return spot.shown(path)


def _carried_back(places: Any, rest: Path, path: Path) -> Path:
    """Move the files of a take from the trash to where they were, or beside."""
    taken = path.exists()
    free = places.free(path.parent, path.stem, path.suffix) if taken else path
    for old, new in ((path, free), (spot.recipe_of(path), spot.recipe_of(free))):
        if (rest / old.name).is_file():
            remove.carried(rest / old.name, new)
    remove.swept(rest)
    return free


def _preset(kernel: Kernel, row: sqlite3.Row) -> str:
    with store.opened(kernel.places) as db:
        _out(db, row)
        old = db.execute("select * from presets where id = ?", (int(row["key"]),)).fetchone()
        name, count = old["name"], 1
        while preset_row.named(db, name) is not None:
            count += 1
            name = f"{old['name']}-{count}"
        db.execute("update presets set gone = null, name = ? where id = ?", (name, old["id"]))
    return name


def _model(kernel: Kernel, row: sqlite3.Row) -> str:
    rest, models = folder(kernel.places, row), kernel.places.models
    if not rest.is_dir():
        what = f"The model '{row['label']}' is not in the trash any more: {spot.shown(rest)}."
        raise Problem(what, "'timbrel library repair' forgets it.", "missing")
    back = models / row["key"]
    if back.exists():
        back = kernel.places.free(models, row["key"], "")
    with fault.writing(back):
        rest.replace(back)
        offers.synced(models)
    with store.opened(kernel.places) as db:
        _out(db, row)
    kernel.host.tell("models_changed", registry=kernel.registry)
    return back.name


def folder(places: Any, row: sqlite3.Row) -> Path:
    """Where the files of a thing of the trash lie; of a preset there are none."""
    try:
        rest = str(json.loads(row["facts"])["rest"])
    except (ValueError, KeyError, TypeError):
        rest = ""
    return places.trash / rest if rest else places.trash / f".none-{row['id']}"
