"""What is to be done at a later moment, kept without anybody waiting for it."""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING, TypeVar

from timbrel_osc.packet import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message

MOST = 512  # bundles that wait
EPOCH = 2208988800  # seconds from 1900, where NTP begins, to 1970

T = TypeVar("T")


class Schedule:
    """Messages by the time of ``clock`` at which they are due; those due together keep order."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._count = itertools.count()
        self._waiting: list[tuple[float, int, list[Message], Peer]] = []

    def keep(self, seconds: float, messages: list[Message], peer: Peer) -> None:
        """Until so many seconds from now; Refused where too many wait."""
        if len(self._waiting) >= MOST:
            raise Refused("too many bundles wait for their time")
        entry = (self._clock() + seconds, next(self._count), messages, peer)
        heapq.heappush(self._waiting, entry)

    def pause(self, idle: float) -> float:
        """Seconds until the first is due, ``idle`` if that is sooner."""
        if not self._waiting:
            return idle
        return min(max(self._waiting[0][0] - self._clock(), 0.0), idle)

    def due(self) -> Iterator[tuple[list[Message], Peer]]:
        while self._waiting and self._waiting[0][0] <= self._clock():
            _, _, messages, peer = heapq.heappop(self._waiting)
            yield messages, peer


def ahead(when: int, now: float) -> float:
    """Seconds from ``now`` (Unix time) to an NTP time; 0 if it is past, or 'at once'."""
    return max(when / 2**32 - EPOCH - now, 0.0)
