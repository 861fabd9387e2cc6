"""What SQLite says of a library that it cannot use, in words for a person."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_library.spot import shown

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

MEND = "'timbrel library repair' keeps what is left of it and brings back the newest backup."
# The primary result codes (sqlite.org/rescode.html).
BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
DAMAGED = {CORRUPT, NOTADB}


class Damaged(Problem):
    """The library is not what was written, or not there though it was."""

    def __init__(self, what: str) -> None:
        super().__init__(what, MEND, "unavailable")


def spoilt(what: str) -> Problem:
    """A row that is not what was written, in a library that is otherwise fine."""
    mend = "'timbrel library repair' looks for it in the backups."
    return Problem(f"{what} is damaged in the library.", mend, "unavailable")


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Turn an error of the file or its disk into a Problem; any other is a bug and stays."""
    import sqlite3

    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _problem(error, file) or error from error
    except UnicodeDecodeError as error:  # SQLite's own words quote what is damaged
        raise Damaged(f"The library {shown(file)} is damaged.") from error
    except OSError as error:
        cause = error.strerror or str(error)
        what = f"The library {shown(file)} cannot be used: {cause}."
        raise Problem(what, room(file), "unavailable") from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an error of the disk into a Problem that names the file."""
    try:
        yield
    except OSError as error:
        what = f"{shown(path)} could not be written: {error.strerror or error}."
        raise Problem(what, room(path), "unavailable") from error


def _problem(error: sqlite3.DatabaseError, file: Path) -> Problem | None:
    import sqlite3

    code = getattr(error, "sqlite_errorcode", None)
    if code is None and type(error) is not sqlite3.DatabaseError:
        return None
    code = CORRUPT if code is None else code & 0xFF
    if code in DAMAGED:
        return Damaged(f"The library {shown(file)} is damaged ({error}).")
    if code in {BUSY, LOCKED}:
        mend = "Another Timbrel is writing to it: try again when that is done."
        return Problem(f"The library {shown(file)} is busy.", mend, "unavailable")
    if code in {READONLY, IOERR, FULL, CANTOPEN}:
        what = f"The library {shown(file)} could not be written: {error}."
        return Problem(what, room(file), "unavailable")
    return None


def room(file: Path) -> str:
    known = next((p for p in file.parents if p.exists()), file)
    free = shutil.disk_usage(known).free / 1e6
    return f"{free:.0f} MB are free there: make room, or let Timbrel write there."
