"""Takes that lie among the renders and are not in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel_library import entry, sidecar, spot, store

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Job, Kernel

OTHER = {".json"}


def orphans(kernel: Kernel) -> list[tuple[Path, dict[str, Any]]]:
    """Files with a recipe that no item has, the oldest first; previews of a training are none."""
    places = kernel.places
    with store.opened(places, reads=True) as db:
        known = {bytes(row["place"]) for row in db.execute("select place from history")}
    found: list[tuple[float, Path, dict[str, Any]]] = []
    for path in places.renders.rglob("[!.]*"):
        if path.suffix in OTHER or spot.kept(places.home, path) in known or not path.is_file():
            continue
        recipe = sidecar.recipe(kernel, path)
        if recipe and recipe["made"] != "preview":
            found.append((path.stat().st_mtime, path, recipe))
    return [(path, recipe) for _, path, recipe in sorted(found, key=lambda one: one[:2])]


def adopted(kernel: Kernel, job: Job) -> tuple[list[str], list[str]]:
    """Put them into the history; the names of those added, and of those that were only renamed.

    A file whose bytes are those of an item that is missing is that item, under another name.
    """
    places, added, renamed = kernel.places, [], []
    every = orphans(kernel)
    for number, (path, recipe) in enumerate(every):
        job.advance(number / len(every), f"{number} of {len(every)} takes")
        row = entry.entry(places.home, path, recipe, {}, path.stat().st_mtime)
        with store.opened(places) as db:
            known = db.execute("select 1 from history where place = ?", (row["place"],)).fetchone()
            if known:
                continue
            lost = _lost(places.home, db, row["sha256"])
            if lost is None:
                entry.added(db, row)
                added.append(row["name"])
            else:
                new = (row["place"], row["name"], lost)
                db.execute("update history set place = ?, name = ? where id = ?", new)
                renamed.append(row["name"])
    return added, renamed


def _lost(home: Path, db: Any, sha256: str) -> int | None:
    """The item of those bytes whose file is not where it was."""
    same = "select id, place from history where sha256 = ? and gone is null and over is null"
    for row in db.execute(same, (sha256,)):
        if not spot.there(home, row["place"]).exists():
            return int(row["id"])
    return None
