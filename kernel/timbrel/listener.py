"""One who listens to the live sound, and the blocks that wait for it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from timbrel.part import Part

PATIENCE = 1.0  # seconds of sound that wait for a slow listener


@dataclass(frozen=True, slots=True)
class Block:
    """Samples (2, frames) float32, left and right, of which the first is the frame ``first``.

    ``underruns`` is how often the sound was interrupted so far; ``parts`` is what it is made of.
    """

    samples: np.ndarray
    rate: int
    first: int
    underruns: int
    parts: tuple[Part, ...] = ()

    @property
    def frames(self) -> int:
        return int(self.samples.shape[1])


class Listener:
    """Filled by the live sound, emptied on whatever thread: one that is slow loses the oldest.

    ``whole`` if the sound before the volume is meant for it; ``patience`` is how many seconds of
    blocks wait for it.
    """

    def __init__(
        self, ring: Callable[[], None], whole: bool = False, patience: float = PATIENCE
    ) -> None:
        self._ring, self._patience, self._lock = ring, patience, Lock()
        self._blocks: deque[Block] = deque()
        self._waiting = 0
        self.lost, self.whole = 0, whole
        self.tells: Callable[[], dict[str, Any]] | None = None  # what it says among the facts

    def put(self, block: Block) -> None:
        with self._lock:
            self._blocks.append(block)
            self._waiting += block.frames
            while self._waiting > self._patience * block.rate:
                self._waiting -= self._blocks.popleft().frames
                self.lost += 1
        self._ring()

    def taken(self) -> list[Block]:
        """The blocks that came since, oldest first."""
        with self._lock:
            taken, self._waiting = [*self._blocks], 0
            self._blocks.clear()
        return taken
