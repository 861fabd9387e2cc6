"""The library's one file, library.db, opened for one transaction at a time."""

from __future__ import annotations

import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from timbrel import Problem, offers
from timbrel_library import fault, mount, schema, seal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

WAIT = 10.0  # seconds for another process to be done
_sound: set[tuple[str, int]] = set()  # the files that this process has found whole


class Places(Protocol):
    """The kernel's places, as far as this module needs them."""

    @property
    def home(self) -> Path: ...


def path(places: Places) -> Path:
    return places.home / "library.db"


@contextmanager
def opened(places: Places, reads: bool = False) -> Iterator[sqlite3.Connection]:
    """The library within one transaction: kept when the block ends well, else as if never begun.

    It is made when there is none. Another process that writes is waited for; one that ``reads``
    waits for nobody and may change nothing. What is committed is on the disk. A library that is
    damaged, busy, too new or on a full disk is a Problem.
    """
    file = path(places)
    with fault.told(file):
        if not file.exists():
            _begin(file)
        db = connected(file)
        try:
            _whole(db, file)
            db.execute(f"pragma journal_mode = {mount.journal(file)}")
            _current(db, file)
            with _transaction(db, reads):
                yield db
        finally:
            db.close()


def forget() -> None:
    """Look every library through again when it is next opened."""
    _sound.clear()


def connected(file: Path) -> sqlite3.Connection:
    """A connection to a file that exists, which syncs each commit to the disk."""
    import sqlite3

    url = f"{file.absolute().as_uri()}?mode=rw"
    db = sqlite3.connect(url, timeout=WAIT, isolation_level=None, uri=True)
    try:
        db.row_factory = sqlite3.Row
        db.text_factory = lambda text: text.decode("utf-8", "replace")  # seals tell damage
        db.execute("pragma synchronous = full")
        db.execute("pragma foreign_keys = on")
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def _transaction(db: sqlite3.Connection, reads: bool) -> Iterator[None]:
    if reads:
        db.execute("pragma query_only = on")
    else:
        seal.watch(db)
    db.execute("begin" if reads else "begin immediate")
    try:
        yield
        if not reads:
            seal.seal(db)
        db.execute("commit")
    except BaseException:
        if db.in_transaction:
            db.execute("rollback")
        raise


def _begin(file: Path) -> None:
    """Make an empty library, whole or not at all: a file without a byte is always damage."""
    import sqlite3

    file.parent.mkdir(parents=True, exist_ok=True)
    _not_lost(file)
    draft = file.with_name(f".tmp-{secrets.token_hex(6)}.db")
    try:
        db = sqlite3.connect(draft, isolation_level=None)
        try:
            db.execute("pragma synchronous = full")
            schema.migrate(db, schema.STEPS)
            db.execute(f"pragma journal_mode = {mount.journal(file)}")
        finally:
            db.close()
        placed(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def _not_lost(file: Path) -> None:
    """Damage where a library has been: an empty one must not take its place."""
    left = [*backups(file), *file.parent.glob(f"{file.name}-*")]
    if left and not file.exists():
        raise fault.Damaged(f"{file} is gone, and {left[0].name} shows that it was there.")


def placed(draft: Path, file: Path) -> None:
    """Put a draft where no file is; where another process was first, its file stays."""
    with suppress(FileExistsError):
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if not file.exists():
                draft.replace(file)
    offers.synced(file.parent)


def backups(file: Path) -> list[Path]:
    """The backups of a library, newest first: their numbers say so, whatever the clock does."""
    every = (file.parent / "backups").glob("library-*.db")
    return sorted((one for one in every if _number(one)), key=_number, reverse=True)


def next_backup(file: Path) -> Path:
    newest = max(map(_number, backups(file)), default=0)
    return file.parent / "backups" / f"library-{newest + 1}.db"


def _number(backup: Path) -> int:
    digits = backup.stem.removeprefix("library-")
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _whole(db: sqlite3.Connection, file: Path) -> None:
    """Look the file through, once in each process; until then nothing may write to it."""
    import sqlite3

    if not schema.ours(db):
        raise sqlite3.DatabaseError("it is empty, or another program's")
    key = (str(file.absolute()), file.stat().st_ino)
    if key not in _sound:
        found = db.execute("pragma quick_check(1)").fetchone()[0]
        if found == "ok" and schema.version(db) == len(schema.STEPS) and not schema.fits(db):
            found = "its tables are not as they were made"
        if found != "ok":
            raise sqlite3.DatabaseError(str(found))
        _sound.add(key)


def _current(db: sqlite3.Connection, file: Path) -> None:
    """Bring an older library up to this version, with a copy put aside before."""
    version = schema.version(db)
    if version > len(schema.STEPS):
        what = f"{file} was written by a newer Timbrel (its version is {version})."
        raise Problem(what, "Update this one: pip install -U timbrel.", "unavailable")
    if version < len(schema.STEPS):
        copied(db, next_backup(file))
        schema.migrate(db, schema.STEPS)


def copied(db: sqlite3.Connection, to: Path) -> Path:
    """Write the library as it stands to another file, whole or not at all."""
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f".tmp-{secrets.token_hex(6)}.db")
    try:
        db.execute("vacuum into ?", (str(draft),))
        offers.synced(draft)
        draft.replace(to)
        offers.synced(to.parent)
    finally:
        draft.unlink(missing_ok=True)
    return to
