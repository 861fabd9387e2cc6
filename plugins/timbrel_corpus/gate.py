"""The gate that a file passes before any decoder sees a byte of it."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from io import FileIO
from typing import TYPE_CHECKING

from timbrel_corpus import formats

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 2 * 2**30
# A pipe must not make open() wait, and a link must not lead elsewhere between look and open.
FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Refused(Exception):
    """A file is left out; the message is the reason, one line for a person.

    ``lasting`` tells that the reason lies in what the file holds, and so will be there again.
    """

    def __init__(self, reason: str, lasting: bool = True) -> None:
        super().__init__(reason)
        self.lasting = lasting


@contextmanager
def admitted(path: Path) -> Iterator[FileIO]:
    """The open file if it is a regular one of a size to be read, else Refused."""
    try:
        _looked_at(path)
        file = FileIO(os.fspath(path), opener=lambda name, _: os.open(name, FLAGS))
    except OSError as error:
        raise Refused(f"it cannot be opened: {error.strerror}", lasting=False) from error
    with file:
        seen = os.fstat(file.fileno())
        if not stat.S_ISREG(seen.st_mode):
            raise Refused("not a regular file", lasting=False)
        if not seen.st_size:
            raise Refused("empty: 0 bytes")
        if seen.st_size > LARGEST:
            raise Refused(f"larger than {LARGEST / 2**30:g} GiB")
        yield file


def _looked_at(path: Path) -> None:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise Refused("a link", lasting=False)
    if not stat.S_ISREG(mode):
        raise Refused("not a regular file", lasting=False)


def sniffed(file: FileIO) -> str:
    """The container by the first bytes, empty for none; the file stands at its start again."""
    try:
        head = file.read(formats.HEAD)
        file.seek(0)
    except OSError as error:
        raise Refused(f"it cannot be read: {error.strerror}", lasting=False) from error
    return formats.container(head)
