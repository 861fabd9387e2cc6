"""How often an address may show a wrong key."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 10  # wrong keys
WHILE = 60.0  # seconds
PEERS = 1024  # addresses remembered


class Patience:
    """Ten wrong keys a minute. The right one always passes: it is beyond guessing."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def lost(self, peer: str) -> bool:
        """Note a wrong key; whether it is one too many."""
        now, tries = self._clock(), self._tries.setdefault(peer, deque(maxlen=MOST))
        self._tries.move_to_end(peer)
        while len(self._tries) > PEERS:
            self._tries.popitem(last=False)
        while tries and now - tries[0] >= WHILE:
            tries.popleft()
        full = len(tries) == MOST
        if not full:
            tries.append(now)
        return full
