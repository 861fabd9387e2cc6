"""Samples on their way from one process to another: a ring in memory that both of them see."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

FRAMES = 1 << 16  # that it holds: 1.4 s at 48 kHz
SIDES = 2
SLOTS = 32
HEAD = 8 * SLOTS  # bytes
SIZE = HEAD + 4 * SIDES * FRAMES  # bytes of a ring of FRAMES


class Slot(IntEnum):
    """What stands before the samples, in 64 bits each: either process writes its own half."""

    WRITTEN = 0  # frames, ever
    ORDER = 1  # of those below
    WANTED = 2  # frames that are to wait when a block has just been written
    READ = 16  # frames, ever
    STARVED = 17  # times that the card asked for more than there was, or far too much waited
    XRUNS = 18  # times that the card says it was not served in time
    SEEN = 19  # nanoseconds of the monotonic clock at which the card last asked
    PERIOD = 20  # frames that it asked for then


class Order(IntEnum):
    """What the writer wants of the reader."""

    PLAY = 0
    MUTE = 1


class Ring:
    """One writer and one reader, each of which moves its own index: there is no lock.

    What is read was written some milliseconds before, so it is in its place even where a
    processor lets others see the index before the samples. ``memory`` holds HEAD bytes and
    samples (frames, SIDES) in float32.
    """

    def __init__(self, memory: memoryview, frames: int = FRAMES) -> None:
        self._head = np.ndarray(SLOTS, np.int64, memory)
        self._sound = np.ndarray((frames, SIDES), np.float32, memory, HEAD)
        self._frames = frames

    def __getitem__(self, slot: Slot) -> int:
        return int(self._head[slot])

    def __setitem__(self, slot: Slot, value: int) -> None:
        self._head[slot] = value

    @property
    def fill(self) -> int:
        """Frames that wait to be read."""
        return self[Slot.WRITTEN] - self[Slot.READ]

    def write(self, sound: np.ndarray) -> int:
        """Take in as many of the frames (n, SIDES) as there is room for; how many those are."""
        written = self[Slot.WRITTEN]
        count = min(len(sound), self._frames - self.fill)
        at = written % self._frames
        first = min(count, self._frames - at)
        self._sound[at : at + first] = sound[:first]
        self._sound[: count - first] = sound[first:count]
        self[Slot.WRITTEN] = written + count
        return count

    def read(self, out: np.ndarray) -> int:
        """Fill the beginning of ``out`` (n, SIDES) with what there is; how many frames that is."""
        read = self[Slot.READ]
        count = min(len(out), self.fill)
        at = read % self._frames
        first = min(count, self._frames - at)
        out[:first] = self._sound[at : at + first]
        out[first:count] = self._sound[: count - first]
        self[Slot.READ] = read + count
        return count

    def skip(self, kept: int) -> None:
        """Leave out the oldest, so that ``kept`` frames or fewer wait."""
        written = self[Slot.WRITTEN]
        self[Slot.READ] = max(self[Slot.READ], written - kept)

    def close(self) -> None:
        """Let go of the memory: it cannot be closed while somebody looks into it."""
        del self._head, self._sound
