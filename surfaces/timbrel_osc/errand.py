"""Work that takes a while, done in its turn beside the thread that plays."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)
MOST = 16  # that wait


@dataclass(frozen=True, slots=True)
class Errand:
    """``then`` hears what came of ``work``, ``failed`` its Problem: on the playing thread."""

    key: str
    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Callable[[Problem], None]


class Errands:
    """One thread, one errand after the other; a newer one of the same key replaces it waiting.

    ``ring`` is called, on that thread, when there is something for ``ends``.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._bell = Condition()
        self._waiting: dict[str, Errand] = {}
        self._ended: deque[Callable[[], None]] = deque()
        self._thread: Thread | None = None
        self._over = False

    def ask(self, errand: Errand) -> None:
        with self._bell:
            if len(self._waiting) >= MOST and errand.key not in self._waiting:
                raise Problem("There is too much to do already.", "Wait a little.", "unavailable")
            self._waiting.pop(errand.key, None)
            self._waiting[errand.key] = errand
            if self._thread is None:
                self._thread = Thread(target=self._run, name="osc-errands", daemon=True)
                self._thread.start()
            self._bell.notify()

    def tell(self, end: Callable[[], None]) -> None:
        """From any thread: to be called on the playing one."""
        self._ended.append(end)
        self._ring()

    def ends(self) -> None:
        """Call what has come to an end; on the playing thread."""
        while self._ended:
            self._ended.popleft()()

    def close(self) -> None:
        """After the errand that is under way, if any, there is no other."""
        with self._bell:
            self._over = True
            self._bell.notify()

    def _run(self) -> None:
        while True:
            with self._bell:
                while not (self._waiting or self._over):
                    self._bell.wait()
                if self._over:
                    return
                errand = self._waiting.pop(next(iter(self._waiting)))
            self._do(errand)

    def _do(self, errand: Errand) -> None:
        try:
            answer = errand.work()
        except Problem as problem:
            self.tell(lambda p=problem: errand.failed(p))
        except Exception:
            log.exception("%s failed", errand.key)
            mistake = Problem("Something broke inside Timbrel.", "Its log says where.")
            self.tell(lambda: errand.failed(mistake))
        else:
            self.tell(lambda: errand.then(answer))
