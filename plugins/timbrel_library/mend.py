"""The repair of a library that can be opened: nothing that is known is given up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from timbrel_library import (
    empty,
    entry,
    examine,
    fault,
    query,
    remove,
    schema,
    sidecar,
    spot,
    store,
    undo,
)
from timbrel_library.trash import Kind, trashed

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Kernel

KEPT: tuple[tuple[Kind, str], ...] = (("history", "history"), ("preset", "presets"))


def settled(places: Any) -> list[str]:
    """Finish the deletions that were killed half way; the names of those takes."""
    with store.opened(places, reads=True) as db:
        rows = db.execute(
            "select history.*, trash.facts as rest from history join trash on trash.id = gone "
            "where over is null"
        ).fetchall()
    done = []
    for row in rows:
        rest = places.trash / str(json.loads(row["rest"]).get("rest", ""))
        if spot.there(places.home, row["place"]).is_file() and remove.away(places, row, rest):
            done.append(row["name"])
    return done


def noted(kernel: Kernel) -> list[str]:
    """List what lies in the trash unlisted; forget what is listed and is gone."""
    places, done = kernel.places, []
    for path in empty.unnoted(places):
        name = _model(path)
        if name:
            with store.opened(places) as db:
                trashed(db, "model", name, {"rest": path.name})
            done.append(name)
        done += [] if name else _takes(kernel, path)
    for row, _ in empty.held(places):
        if row["kind"] == "model" and not undo.folder(places, row).exists():
            with store.opened(places) as db:
                db.execute("delete from trash where id = ?", (row["id"],))
    _kept_in_step(places)
    return done


def _takes(kernel: Kernel, rest: Path) -> list[str]:
    """Take what lies in a folder of the trash into the history, as deleted from the renders."""
    places, done = kernel.places, []
    for path in rest.iterdir() if rest.is_dir() else ():
        recipe = None if path.suffix == ".json" else sidecar.recipe(kernel, path)
        if recipe:
            row = entry.entry(places.home, path, recipe, {}, path.stat().st_mtime)
            row["place"] = spot.kept(places.home, places.renders / path.name)
            with store.opened(places) as db:
                number = trashed(db, "history", "", {"rest": rest.name}, row["name"])
                item = entry.added(db, {**row, "gone": number})
                db.execute("update trash set key = ? where id = ?", (str(item), number))
            done.append(row["name"])
    return done


def _model(path: Any) -> str:
    """The name of the model in a folder of the trash, empty if there is none."""
    try:
        return str(json.loads((path / "card.json").read_text())["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _kept_in_step(places: Any) -> None:
    """What is marked as deleted is in the trash, and the other way round."""
    with store.opened(places) as db:
        for kind, table in KEPT:
            theirs = f"(select gone from {table} where gone is not null)"
            db.execute(f"delete from trash where kind = ? and id not in {theirs}", (kind,))
            unheld = "gone is not null and gone not in (select id from trash)"
            for row in db.execute(f"select * from {table} where {unheld}").fetchall():
                rest = {"rest": f"history-{row['id']}"} if kind == "history" else {}
                number = trashed(db, kind, str(row["id"]), rest, row["name"])
                db.execute(f"update {table} set gone = ? where id = ?", (number, row["id"]))


def indexed(places: Any) -> None:
    """Make the index of words anew, or for the first time where SQLite did not have it."""
    with store.opened(places) as db:
        if query.indexed(db):
            db.execute("insert into found (found) values ('rebuild')")
        elif schema.searching(db):
            schema.each(db, schema.FOUND)
            db.execute("insert into found (found) values ('rebuild')")


def damaged(places: Any) -> fault.Damaged | None:
    """What is wrong with a library that cannot be used, or None, and then its index is new."""
    try:
        examine.whole(places)
        indexed(places)
    except fault.Damaged as why:
        return why
    return None
