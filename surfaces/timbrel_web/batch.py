"""A batch: files that a page sends one after another, and how much more it may hold."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePosixPath

MOST, ROOM = 5000, 5 * 10**9  # files, bytes


class Batch:
    """The files below a folder, by path, with their bytes; those on their way are counted too."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        files = [path for path in folder.rglob("[!.]*") if path.is_file()]
        self._held = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}

    @contextmanager
    def admitted(self, path: PurePosixPath, size: int) -> Iterator[Path]:
        """Where a file of so many bytes is to lie; a Problem where the batch is full."""
        name, before = str(path), self._held.get(str(path))
        others = sum(self._held.values()) - (before or 0)
        if len(self._held) - (before is not None) >= MOST:
            raise Problem(f"More than {MOST} files were sent at once.", "Send them in parts.")
        if others + size > ROOM:
            raise Problem(f"More than {ROOM / 1e9:g} GB were sent at once.", "Send them in parts.")
        self._held[name] = size
        try:
            yield self.folder / path
        except BaseException:
            del self._held[name]
            if before is not None:
                self._held[name] = before
            raise
