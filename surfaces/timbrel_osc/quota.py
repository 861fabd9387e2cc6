"""How much one sender may say in a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

EACH = 1000  # messages of one sender in a second
SENDERS = 1024


class Quota:
    """Counts by sender within the running second of ``clock``; the rest is to be dropped."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._second = 0
        self._counts: dict[Hashable, int] = {}

    def allows(self, sender: Hashable, cost: int = 1) -> bool:
        second = int(self._clock())
        if second != self._second:
            self._second = second
            self._counts.clear()
        if sender not in self._counts and len(self._counts) >= SENDERS:
            return False
        count = self._counts.get(sender, 0) + cost
        self._counts[sender] = count
        return count <= EACH
