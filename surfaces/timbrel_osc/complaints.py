"""The log, guarded against a flood."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable


class Complaints:
    """What was dropped and why: one line in a second, however much it was."""

    def __init__(self, log: logging.Logger, clock: Callable[[], float]) -> None:
        self._log = log
        self._clock = clock
        self._count = 0
        self._next = 0.0

    def note(self, why: str, error: BaseException | None = None) -> None:
        self._count += 1
        if self._clock() < self._next:
            return
        self._log.warning(
            "%d datagrams dropped, the last because %s", self._count, why, exc_info=error
        )
        self._count = 0
        self._next = self._clock() + 1.0
