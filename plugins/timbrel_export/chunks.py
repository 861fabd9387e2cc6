"""The chunks that WAV, RF64 and AIFF files are made of."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

LARGEST = 64 * 2**20  # bytes of a chunk that is read: ours have a few 100 000
UNKNOWN = 0xFFFFFFFF  # the size that an RF64 tells elsewhere


def walked(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and size of each chunk's content, from the first one on."""
    file.seek(0)
    order = ">" if file.read(4) == b"FORM" else "<"
    place, sound = 12, 0
    while True:
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:
            return
        name, size = struct.unpack(f"{order}4sI", head)
        if name == b"ds64":
            sound = struct.unpack("<Q", file.read(16)[8:])[0]
        if name == b"data" and size == UNKNOWN:
            size = sound
        yield name, place + 8, size
        place += 8 + size + size % 2


def found(path: Path, wanted: bytes) -> bytes:
    """The content of the last chunk of a name; a LookupError if there is none, or a huge one."""
    with path.open("rb") as file:
        places = [(place, size) for name, place, size in walked(file) if name == wanted]
        if not places or places[-1][1] > LARGEST:
            raise LookupError(wanted)
        file.seek(places[-1][0])
        return file.read(places[-1][1])


def add(path: Path, name: bytes, content: bytes) -> None:
    """Append a chunk to a WAV or RF64 that ends on an even byte, and tell the head of it."""
    with path.open("r+b") as file:
        kind = file.read(4)
        file.seek(0, os.SEEK_END)
        file.write(name + struct.pack("<I", len(content)) + content)
        if len(content) % 2:
            file.write(b"\0")
        size = file.tell() - 8
        place, form = (20, "<Q") if kind == b"RF64" else (4, "<I")
        file.seek(place)
        file.write(struct.pack(form, size))


def undated(path: Path) -> None:
    """Set the time in the PEAK chunk to zero: the same take is to give the same bytes."""
    with path.open("r+b") as file:
        for name, place, _ in walked(file):
            if name == b"PEAK":
                file.seek(place + 4)  # behind a version
                file.write(bytes(4))
                return
