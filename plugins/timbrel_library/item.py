"""One item of the history, as it was noted and as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_library import fault, seal, spot
from timbrel_library.sealed import unsealed

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

SHOWN = ("id", "name", "made", "model", "seed", "seconds", "rate", "channels", "format")
MEASURED = ("novelty", "loudness", "size", "note")


def found(db: sqlite3.Connection, home: Path, item: str) -> sqlite3.Row:
    """The row of a number, or of a file; a Problem if there is none."""
    number = item.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 19:
        row = db.execute("select * from history where id = ?", (int(number),)).fetchone()
    else:
        place = spot.kept(home, audio(spot.path_of(item)))
        newest = "select * from history where place = ? order by gone is not null, id desc"
        row = db.execute(newest, (place,)).fetchone()
    if row is None:
        mend = "'timbrel history' lists what there is."
        raise Problem(f"The history has no '{spot.shown(item)}'.", mend, "missing")
    if row["gone"] is not None:
        mend = f"'timbrel library undo --number {row['gone']}' takes it out again."
        raise Problem(f"'{row['name']}' is in the trash.", mend, "missing")
    return row


def audio(path: Path) -> Path:
    """The take itself where the recipe beside it was named."""
    return path.with_suffix("") if path.suffix == ".json" else path


def facts(row: sqlite3.Row, home: Path, pictures: bool = False) -> dict[str, Any]:
    """What is told of an item to any surface; 'missing' where its file is not there (any more)."""
    path = spot.there(home, row["place"])
    told = {name: row[name] for name in (*SHOWN, *MEASURED)}
    told |= {"path": spot.shown(path), "star": bool(row["star"]), "missing": missing(row, home)}
    if not seal.holds(row):
        told["damaged"] = True
    if row["over"] is not None:
        told["over"] = row["over"]
    if pictures:
        told["picture"] = picture(row["picture"])
    return told


def missing(row: sqlite3.Row, home: Path) -> bool:
    return row["over"] is not None or not spot.there(home, row["place"]).is_file()


def picture(kept: bytes | None) -> dict[str, list[int]] | None:
    """The thumbnail as 256 least and 256 most samples, of -127 to 127."""
    if not kept:
        return None
    values = memoryview(kept).cast("b").tolist()
    return {"low": values[::2], "high": values[1::2]}


def recipe(row: sqlite3.Row) -> dict[str, Any]:
    if not seal.holds(row):
        raise fault.spoilt(f"The item {row['id']}, '{row['name']}',")
    return unsealed(row["recipe"], f"The recipe of '{row['name']}'")
