"""How the live sound keeps the time of a sound card, whose clock is never quite the machine's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timbrel_live.dsp_ring import Ring

GAIN = 0.5  # of what is too much, the part that is gone after a second
MOST = 0.02  # seconds in a second by which blocks come sooner or later
LONGEST = 0.1  # seconds between two looks that count


def waiting(ring: Ring, rate: int, now: int) -> float:
    """Frames that the card has not played ``now``, in nanoseconds of the monotonic clock.

    It takes a period at once and plays it until it asks again.
    """
    from timbrel_live.dsp_ring import Slot

    period = ring[Slot.PERIOD]
    since = (now - ring[Slot.SEEN]) / 1e9 * rate
    return ring.fill + max(period - since, 0.0)


class Pace:
    """Sees to it that as much waits in the ring as is wanted, by when the next blocks are due.

    Nothing is resampled for it: blocks come a little sooner or later, their samples are the same.
    """

    def __init__(self, live: Any, ring: Ring) -> None:
        self._live, self._ring, self._last = live, ring, 0

    def keep(self, rate: int, now: int) -> None:
        """To be called as a block has just been written, ``now`` in nanoseconds.

        ``rate`` in Hz is that of the card.
        """
        from timbrel_live.dsp_ring import Slot

        passed, self._last = min((now - self._last) / 1e9, LONGEST), now
        if self._ring[Slot.SEEN]:
            much = (waiting(self._ring, rate, now) - self._ring[Slot.WANTED]) / rate
            self._live.lag += passed * max(-MOST, min(GAIN * much, MOST))
