"""Whether a RIFF or AIFF header tells the truth about the bytes behind it."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import FileIO

CHUNKS = 10_000
CUT = "its header promises more than the file holds"


def lies(file: FileIO, container: str) -> str:
    """What is wrong, in a few words, or an empty string; the file stands at its start again."""
    size = os.fstat(file.fileno()).st_size
    try:
        if container == "AIFF":
            return _cut(struct.unpack(">I", file.read(8)[4:])[0], size)
        if container == "WAV":
            return _riff(file, size)
    except struct.error:
        pass  # too short to tell: the decoder will say so itself
    finally:
        file.seek(0)
    return ""


def _cut(told: int, size: int) -> str:
    return CUT if told + 8 > size + 1 else ""


def _riff(file: FileIO, size: int) -> str:
    told = struct.unpack("<4xI4x", file.read(12))[0]
    if not told:
        return "its header was never finished"
    for _ in range(CHUNKS):
        kind, length = struct.unpack("<4sI", file.read(8))
        start = file.tell()
        if kind == b"fmt " and length >= 16 and not struct.unpack("<12xH", file.read(14))[0]:
            return "its header leaves out how long a frame is"
        if kind == b"data":
            return _cut(length, size - start + 8) or _cut(told, size)
        file.seek(start + length + length % 2)
    return ""
