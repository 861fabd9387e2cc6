"""Wakes what waits on the web's loop when a job somewhere in the kernel has changed."""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from timbrel import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterator


class News:
    """Told on any thread, heard on the loop. ``over`` says that the server is about to end."""

    def __init__(self) -> None:
        self.over = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: set[asyncio.Event] = set()

    def begin(self) -> None:
        """From within the loop."""
        self._loop = asyncio.get_running_loop()

    def end(self) -> None:
        self.over = True
        self._ring()

    @contextmanager
    def watching(self) -> Iterator[asyncio.Event]:
        """An event that is set at every change, for the watcher to clear."""
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            yield changed
        finally:
            self._waiting.discard(changed)

    @hookimpl
    def job_changed(self) -> None:
        self._ring()

    def _ring(self) -> None:
        if self._loop is not None and (self._waiting or self.over):
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for changed in self._waiting:
            changed.set()
