"""The line of trainings that one program was asked for: one trains, the others wait their turn."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from timbrel import Kernel
    from timbrel_train.run import Run

FIRST = "first"  # what one wishes of a run that is to be the next


class Line:
    """Runs by name, in order. One that is paused steps out, and back in at the head of it.

    Two trainings side by side would be slower than one after another, and each needs the memory.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[Run] = []
        self._at_work: Run | None = None

    def join(self, run: Run, first: bool = False) -> None:
        with self._lock:
            self._waiting.insert(0 if first else len(self._waiting), run)

    def leave(self, run: Run) -> None:
        """Whether it trains or still waits."""
        with self._lock:
            self._waiting = [one for one in self._waiting if one is not run]
            if self._at_work is run:
                self._at_work = None

    def place(self, run: Run) -> int:
        """How many come before it; with none, it is its turn from now on.

        Whoever is to pause lets all others pass.
        """
        with self._lock:
            self._reorder()
            ready = [one for one in self._waiting if one.wish() != "pause"]
            if run not in ready:
                return len(self._waiting)
            before = ready.index(run) + (self._at_work is not None)
            if not before:
                self._waiting.remove(run)
                self._at_work = run
            return before

    @property
    def at_work(self) -> str:
        """The name of the one that trains; empty if none does."""
        at_work = self._at_work
        return at_work.name if at_work else ""

    def _reorder(self) -> None:
        for run in [one for one in self._waiting if one.wish() == FIRST]:
            run.granted()
            self._waiting.remove(run)
            self._waiting.insert(0, run)


_lines: WeakKeyDictionary[Kernel, Line] = WeakKeyDictionary()


def line_of(kernel: Kernel) -> Line:
    return _lines.setdefault(kernel, Line())
