"""Presets as rows of the library."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_library import fault, preset, seal
from timbrel_library.sealed import sealed, unsealed
from timbrel_library.trash import trashed

if TYPE_CHECKING:
    import sqlite3

    from timbrel_library.preset import Facts


def found(db: sqlite3.Connection, name: str) -> sqlite3.Row:
    """The preset of a name; a Problem that names those there are if it is none of them."""
    row = named(db, name)
    if row is None:
        newest = "select name from presets where gone is null order by id desc limit 20"
        names = ", ".join(one["name"] for one in db.execute(newest)) or "none yet"
        what = f"No preset is called '{name.encode('utf-8', 'backslashreplace').decode()}'."
        raise Problem(what, f"There is: {names}.", "missing")
    return row


def named(db: sqlite3.Connection, name: str) -> sqlite3.Row | None:
    plain = name.encode("utf-8", "backslashreplace").decode()
    here = "select * from presets where name = ? and gone is null"
    return db.execute(here, (plain,)).fetchone()


def free(db: sqlite3.Connection, name: str, mend: str = "Choose another name.") -> None:
    """A Problem where a preset is called so."""
    if named(db, name) is not None:
        raise Problem(f"There is a preset '{name}' already.", mend)


def facts(row: sqlite3.Row) -> Facts:
    what = f"The preset '{row['name']}'"
    if not seal.holds(row):
        raise fault.spoilt(what)
    return preset.checked(unsealed(row["facts"], what), what)


def kept(db: sqlite3.Connection, name: str, facts: Facts, replace: bool) -> int:
    """Put a preset in, the older one of its name into the trash; a Problem without ``replace``."""
    old = named(db, name)
    if old is not None:
        if not replace:
            free(db, name, "Choose another name, or say --replace: the old goes to the trash then.")
        removed(db, old)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    row = db.execute(
        "insert into presets (name, made, model, facts) values (?, ?, ?, ?)",
        (name, now, facts["model"], sealed(facts)),
    )
    return int(row.lastrowid or 0)


def removed(db: sqlite3.Connection, row: sqlite3.Row) -> int:
    """Mark a preset as one of the trash; the number it has there."""
    number = trashed(db, "preset", str(row["id"]), {}, row["name"])
    db.execute("update presets set gone = ? where id = ?", (number, row["id"]))
    return number
