"""What one listener has yet to be told, the newest of each kind alone."""

from __future__ import annotations

import asyncio
import contextlib
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable


class Mailbox:
    """Filled on any thread, emptied on the loop: a slow listener misses steps, never the end."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._bell = asyncio.Event()
        self._told: dict[Hashable, dict[str, Any]] = {}
        self._lock = Lock()

    def put(self, key: Hashable, message: dict[str, Any]) -> None:
        with self._lock:
            self._told.pop(key, None)
            self._told[key] = message
        self.end()

    def end(self) -> None:
        """Wake who waits, with whatever there is."""
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._bell.set)

    async def taken(self, patience: float) -> list[dict[str, Any]]:
        """What came, oldest first; nothing if that took longer than ``patience`` seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), patience)
        self._bell.clear()
        with self._lock:
            told, self._told = [*self._told.values()], {}
        return told
