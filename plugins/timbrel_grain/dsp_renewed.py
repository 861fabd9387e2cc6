"""A voice that is shaped anew while it sounds, as its knobs are moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from concurrent.futures import Future

CROSS = 768  # samples in which one shape gives way to the next: 16 ms
WAY = np.sin(np.linspace(0, np.pi / 2, CROSS, endpoint=False, dtype=np.float32)) ** 2


class Renewed:
    """Shapes of one event that follow each other, each from a sample of the stream on.

    ``wanted`` is what the newest was made for. A shape is the whole event, or None for silence;
    the places are fixed in advance, so it sounds the same however long each took to be made.
    """

    def __init__(self, begin: int, length: int) -> None:
        self.begin, self.wanted = begin, None
        self._length = length  # in samples, until a shape tells
        self._shapes: list[tuple[int, Future[np.ndarray] | None]] = []

    @property
    def end(self) -> int:
        """The sample after its last."""
        return self.begin + self._length

    def renew(self, at: int, shape: Future[np.ndarray] | None, wanted: Any) -> None:
        """Sound so from the sample ``at`` on."""
        self._shapes.append((max(at, self.begin), shape))
        self.wanted = wanted

    def add(self, block: np.ndarray, start: int) -> None:
        """Lay it over a block (channels, n) whose first sample is ``start``."""
        stop = start + block.shape[1]
        if stop <= self.begin:
            return
        while len(self._shapes) > 1 and self._shapes[1][0] + CROSS <= start:
            self._shapes.pop(0)
        for number, (first, shape) in enumerate(self._shapes):
            if first < stop and shape is not None:
                self._lay(block, start, shape.result(), number)

    def _lay(self, block: np.ndarray, start: int, sound: np.ndarray, number: int) -> None:
        self._length = max(self._length if number else 0, sound.shape[1])
        first = max(self.begin - start, 0)
        last = min(block.shape[1], self.begin + sound.shape[1] - start)
        if last <= first:
            return
        part = sound[:, start + first - self.begin : start + last - self.begin]
        places = np.arange(start + first, start + last)
        block[:, first:last] += part * self._share(places, number)

    def _share(self, places: np.ndarray, number: int) -> np.ndarray | np.float32:
        """How much of a shape sounds at samples (n,) of the stream."""
        share = np.float32(1)
        if number:
            share = self._way(places, number)
        if number + 1 < len(self._shapes):
            share = share * (1 - self._way(places, number + 1))
        return share

    def _way(self, places: np.ndarray, number: int) -> np.ndarray:
        """0 before a shape begins, 1 once it has taken over."""
        since = places - self._shapes[number][0]
        way = WAY[np.clip(since, 0, CROSS - 1)]
        return np.where(since < 0, 0, np.where(since < CROSS, way, 1)).astype(np.float32)
