"""A damaged library, kept aside, and the one that takes its place."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from timbrel import offers
from timbrel_library import fault, salvage, schema, store

if TYPE_CHECKING:
    from pathlib import Path


def rescued(places: Any) -> tuple[Path | None, Path]:
    """The backup that was brought back, None if there is no good one; and what is kept aside.

    Of the damaged library all rows that can be read are put in too. Until the last step, one
    rename, nothing of it is touched.
    """
    file = store.path(places)
    with fault.told(file):
        aside = _aside(file)
        draft = file.with_name(f".tmp-{secrets.token_hex(6)}.db")
        try:
            backup = next((one for one in store.backups(file) if good(one)), None)
            _begun(draft, backup)
            salvage.salvaged(aside / file.name, draft)
            offers.synced(draft)
            for name in ("-wal", "-shm"):  # SQLite would apply an old journal to the new file
                file.with_name(file.name + name).unlink(missing_ok=True)
            draft.replace(file)
            offers.synced(file.parent)
        finally:
            draft.unlink(missing_ok=True)
    return backup, aside


def _aside(file: Path) -> Path:
    """Copies of what there is of a library, in a folder of their own."""
    count = 1
    while (folder := file.parent / "backups" / f"damaged-{count}").exists():
        count += 1
    folder.mkdir(parents=True)
    for name in ("", "-wal", "-shm"):
        part = file.with_name(file.name + name)
        if part.exists():
            shutil.copy2(part, folder / part.name)
            offers.synced(folder / part.name)
    offers.synced(folder)
    return folder


def good(backup: Path) -> bool:
    """Whether it is a library, whole, and not newer than this version understands."""
    with suppress(sqlite3.DatabaseError, OSError):
        url = f"{backup.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(url, uri=True)) as db:
            fine = db.execute("pragma integrity_check(1)").fetchone()[0] == "ok"
            return fine and schema.ours(db) and 0 < schema.version(db) <= len(schema.STEPS)
    return False


def _begun(draft: Path, backup: Path | None) -> None:
    """A library at ``draft``: that of the backup, brought up to this version, or an empty one."""
    if backup is not None:
        shutil.copyfile(backup, draft)
    with closing(sqlite3.connect(draft, isolation_level=None)) as db:
        schema.migrate(db, schema.STEPS)
