"""A file of recordings that a model at play keeps, whatever becomes of its name.

Renamed, replaced or deleted by another process, the model plays on: a mapped file stays until
nobody holds it. Any number of readers have a place of their own in it.
"""

from __future__ import annotations

import io
import mmap
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


def page(path: Path) -> mmap.mmap:
    """The bytes of a file, mapped."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class Reader(io.RawIOBase):
    """A file to read from, of such bytes."""

    def __init__(self, held: mmap.mmap) -> None:
        self._held, self._at = held, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: len(self._held)}[whence]
        self._at = max(0, origin + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        part = self._held[self._at : self._at + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)
