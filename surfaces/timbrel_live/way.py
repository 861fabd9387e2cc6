"""The way of the blocks into the ring, at the rate of the card."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from timbrel_live.pace import Pace

if TYPE_CHECKING:
    import numpy as np

    from timbrel_live.dsp_ring import Ring

BESIDE = 0.005  # seconds that wait beside a block of the card, where it is longer than the buffer
HELD = 0.02  # seconds that a conversion to another rate may hold back before it gives them at once


class Way:
    """Walked on the live sound's own thread: one that had to be woken would come too late.

    ``rate`` in Hz is that of the blocks, ``to`` that of the card.
    """

    def __init__(self, live: Any, ring: Ring, rate: int, to: int) -> None:
        self.rate, self._to = rate, to
        self._live, self._ring = live, ring
        self._pace, self._turn = Pace(live, ring), None
        if rate != to:
            import soxr

            self._turn = soxr.ResampleStream(rate, to, 2, dtype="float32")

    def put(self, samples: np.ndarray) -> None:
        """Samples (2, frames) into the ring."""
        import numpy as np

        from timbrel_live.dsp_ring import Order, Slot

        sound = np.ascontiguousarray(samples.T)
        frames = round(len(sound) * self._to / self.rate)
        silent = self._live.state == "silent"
        self._ring[Slot.ORDER] = Order.MUTE if silent else Order.PLAY
        self._ring[Slot.WANTED] = frames + self._least()
        self._ring.write(self._turn.resample_chunk(sound) if self._turn else sound)
        self._pace.keep(self._to, time.monotonic_ns())

    def _least(self) -> int:
        """Frames that are still to wait when the next block is due."""
        from timbrel_live.dsp_ring import Slot

        beside = self._ring[Slot.PERIOD] + round(BESIDE * self._to)
        held = round(HELD * self._to) if self._turn else 0
        return max(round(self._live.ahead * self._to), beside) + held
