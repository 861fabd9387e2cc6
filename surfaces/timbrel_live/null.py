"""An output that swallows everything at the right pace: to try things where no card is."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PERIOD = 256  # frames


class Null:
    """Asks as a sound card does, of whatever fills samples (PERIOD, 2)."""

    latency = 0.0

    def __init__(self, rate: int, play: Callable[[Any], None]) -> None:
        self._rate, self._play = rate, play
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="null", daemon=True)

    @property
    def active(self) -> bool:
        return self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()

    def _run(self) -> None:
        import numpy as np

        out = np.zeros((PERIOD, 2), np.float32)
        due = time.monotonic()
        while not self._over.wait(max(due - time.monotonic(), 0)):
            self._play(out)
            due += PERIOD / self._rate
