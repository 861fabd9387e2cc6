"""One thread for linear algebra: the last bit must not depend on how many cores there are."""

from __future__ import annotations

from threading import Lock
from typing import Any

from threadpoolctl import ThreadpoolController


class Single:
    """Within it, on whatever thread, additions are made in one order.

    The limit holds for the whole process: the first one in sets it, the last one out lifts it.
    """

    def __init__(self) -> None:
        self._lock, self._inside = Lock(), 0
        self._libraries: ThreadpoolController | None = None
        self._limit: Any = None

    def look(self) -> None:
        """Find the libraries that there are by now: that takes as long as a block to be made."""
        found = ThreadpoolController()
        with self._lock:
            if not self._inside:
                self._libraries = found

    def __enter__(self) -> None:
        with self._lock:
            self._libraries = self._libraries or ThreadpoolController()
            self._inside += 1
            if self._inside == 1:
                self._limit = self._libraries.limit(limits=1)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limit.restore_original_limits()


single = Single()
