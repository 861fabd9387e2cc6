"""Knobs on their way to where a controller wants them, a little at each step."""

from __future__ import annotations

import math
import time
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Session

STEP = 0.01  # seconds
NEAR = 1e-3  # of the knob's whole way: there it has arrived


@dataclass(slots=True)
class Way:
    """Where to, how slowly, for whom, and what counts as there."""

    goal: float
    smoothing: float
    origin: str
    near: float


class Easing:
    """Moves the session's knobs on a thread that is there only while there is a way to go.

    Without a ``clock`` there is no thread, and ``step`` is called with the seconds that passed.
    """

    def __init__(
        self, session: Session, clock: Callable[[], float] | None = time.monotonic
    ) -> None:
        self._session, self._clock = session, clock
        self._lock = Lock()
        self._ways: dict[str, Way] = {}
        self._thread: Thread | None = None

    def go(self, knob: str, way: Way) -> None:
        with self._lock:
            self._ways[knob] = way
            if self._clock and self._thread is None:
                self._thread = Thread(target=self._run, name="controllers", daemon=True)
                self._thread.start()

    def leave(self, knob: str) -> None:
        """It is moved otherwise."""
        with self._lock:
            self._ways.pop(knob, None)

    def step(self, seconds: float) -> bool:
        """One pole of a low pass for each knob; whether there is more to go."""
        moved: dict[str, dict[str, float]] = {}
        values = self._session.values
        with self._lock:
            self._ways = {knob: way for knob, way in self._ways.items() if knob in values}
            for knob, way in [*self._ways.items()]:
                share = -math.expm1(-seconds / way.smoothing)
                value = values[knob] + (way.goal - values[knob]) * share
                if abs(way.goal - value) <= way.near:
                    value = self._ways.pop(knob).goal
                moved.setdefault(way.origin, {})[knob] = value
        for origin, some in moved.items():
            with suppress(Problem):  # another model came in between
                self._session.move(some, origin=origin)
        return bool(self._ways)

    def _run(self) -> None:
        assert self._clock
        last = self._clock()
        while True:
            time.sleep(STEP)
            now = self._clock()
            self.step(now - last)
            last = now
            with self._lock:
                if not self._ways:
                    self._thread = None
                    return
