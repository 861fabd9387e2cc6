"""Where things are kept on this machine, and how a file gets there whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import platformdirs

from timbrel.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DRAFT = ".tmp-"
STALE = 3600.0  # seconds after which nobody writes a draft any more
_promised: set[Path] = set()
_promising = Lock()


def home() -> Path:
    """The folder of all that Timbrel keeps: $TIMBREL_HOME, or the platform's own place."""
    return Path(os.environ.get("TIMBREL_HOME") or platformdirs.user_data_dir("timbrel", False))


@dataclass(frozen=True, slots=True)
class Places:
    """The folders below one home. Each is made when it is first asked for."""

    home: Path

    def _made(self, name: str) -> Path:
        folder = self.home / name
        with mending(folder):
            folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def models(self) -> Path:
        return self._made("models")

    @property
    def renders(self) -> Path:
        return self._made("renders")

    @property
    def datasets(self) -> Path:
        return self._made("datasets")

    @property
    def trash(self) -> Path:
        return self._made("trash")

    @property
    def cache(self) -> Path:
        """What can be made again: nothing is lost when it is emptied."""
        return self._made("cache")

    def within(self, path: Path, roots: Iterable[Path] = ()) -> Path | None:
        """``path`` in full if it lies below the home or one of ``roots``, links followed.

        None if it does not. A relative one is taken from the home.
        """
        try:
            full = (self.home / path).resolve()
            held = any(full.is_relative_to(root.resolve()) for root in (self.home, *roots))
            return full if held else None
        except (OSError, ValueError):  # a name that no file could have
            return None

    @staticmethod
    @contextmanager
    def writing(path: Path) -> Iterator[Path]:
        """A draft beside ``path`` that takes its place, synced to disk, when the block ends well.

        The draft keeps the suffix. On any error it is removed and what stood at ``path`` stays;
        an error of the disk becomes a Problem that names the path and the cause.
        """
        with mending(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{DRAFT}{secrets.token_hex(6)}{path.suffix}")
            try:
                yield draft
                synced(draft)
                draft.replace(path)
                synced(path.parent)
            finally:
                draft.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove the drafts that a process left when it was killed; how many there were.

        Those that are young may be another process' and stay.
        """
        limit, swept = time.time() - STALE, 0
        for draft in list(self.home.rglob(f"{DRAFT}*")):
            with suppress(OSError):
                if draft.lstat().st_mtime < limit:
                    folder = draft.is_dir() and not draft.is_symlink()
                    shutil.rmtree(draft) if folder else draft.unlink()
                    swept += 1
        return swept

    @staticmethod
    def free(folder: Path, stem: str, suffix: str) -> Path:
        """A path in ``folder`` that nobody has yet: stem, stem-2, stem-3 and so on.

        It is promised to the caller: another call, of a job beside it, gets another one.
        """
        with _promising:
            path, count = folder / f"{stem}{suffix}", 1
            while path.exists() or path in _promised:
                count += 1
                path = folder / f"{stem}-{count}{suffix}"
            _promised.add(path)
        return path


def synced(path: Path) -> None:
    """Return once the file's (or the folder's list of) bytes are on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():  # some file systems cannot sync a folder; none may skip a file
            raise
    finally:
        os.close(handle)


@contextmanager
def mending(path: Path) -> Iterator[None]:
    """Turn an error of the file system into a sentence with the path and what is free."""
    try:
        yield
    except OSError as error:
        cause = error.strerror or str(error)
        raise Problem(
            f"{path} could not be written: {cause}.", _room(path), "unavailable"
        ) from error


def _room(path: Path) -> str:
    known = next((p for p in (path, *path.parents) if p.exists()), Path("/"))
    free = shutil.disk_usage(known).free / 1e6
    return f"{free:.0f} MB are free there: make room, or choose another folder."
