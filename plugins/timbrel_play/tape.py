"""A WAV file that grows while something is played, and can be opened at any time."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

CHANNELS, BYTES, FLOAT = 2, 4, 3  # 3: IEEE float, in a WAV's own numbering
HEAD = 94  # bytes before the first sample
UNKNOWN = 0xFFFFFFFF


class Tape:
    """Samples (2, n) float32 at a rate in Hz, as they come. Its head always tells what is there.

    Beyond 4 GiB it becomes an RF64 (EBU Tech 3306), for which room is kept from the beginning.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.rate, self.frames = path, 48000, 0
        self._file = path.open("xb", buffering=0)
        self._told()

    def write(self, samples: np.ndarray) -> None:
        """Add them; on an OSError it is as long as it was before."""
        data = memoryview(samples.T.astype("<f4").tobytes())
        while data:
            data = data[self._file.write(data) :]
        self.frames += samples.shape[1]

    def settle(self) -> None:
        """Tell how long it is by now."""
        self._told()
        self._file.seek(0, os.SEEK_END)

    def sync(self) -> None:
        """Return once all of it is on the disk itself."""
        self.settle()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """End with the last whole frame."""
        if self._file.closed:
            return
        try:
            self._file.truncate(HEAD + self.frames * CHANNELS * BYTES)
            self.sync()
        finally:
            self._file.close()

    def _told(self) -> None:
        self._file.seek(0)
        self._file.write(head(self.rate, self.frames))


def head(rate: int, frames: int) -> bytes:
    """The beginning of a WAV, or an RF64, of so many frames."""
    size = frames * CHANNELS * BYTES
    large = size + HEAD > UNKNOWN
    whole = size + HEAD - 8
    room = struct.pack("<QQQI", whole, size, frames, 0) if large else bytes(28)
    shape = (FLOAT, CHANNELS, rate, rate * CHANNELS * BYTES, CHANNELS * BYTES, 8 * BYTES, 0)
    return b"".join(
        [
            struct.pack("<4sI4s", *((b"RF64", UNKNOWN) if large else (b"RIFF", whole)), b"WAVE"),
            struct.pack("<4sI", b"ds64" if large else b"JUNK", 28) + room,
            struct.pack("<4sIHHIIHHH", b"fmt ", 18, *shape),
            struct.pack("<4sII", b"fact", 4, UNKNOWN if large else frames),
            struct.pack("<4sI", b"data", UNKNOWN if large else size),
        ]
    )


def opened(path: Path) -> Tape:
    """A new one, or a Problem that says why there can be none."""
    try:
        return Tape(path)
    except OSError as error:
        why = error.strerror or str(error)
        mend = "Make room, or choose another home."
        raise Problem(f"{path} could not be written: {why}.", mend, "unavailable") from error
