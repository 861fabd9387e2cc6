"""What the sound card calls for each of its blocks: copies from the ring, and counts."""

from __future__ import annotations

import time

import numpy as np

from timbrel_live.dsp_ring import SIDES, Order, Ring, Slot

FADE = 256  # frames, 5 ms at 48 kHz, in which it goes from silence to sound and back
LARGEST = 1 << 14  # frames of a block
MUCH = 1 << 13  # frames, 170 ms, over what is wanted: the card stood still, and old sound waits


class Player:
    """Does next to nothing: no lock, no file, no word, and no more memory than it has."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._gain, self._waits = 0.0, True
        self._steps = np.arange(1, LARGEST + 1, dtype=np.float32)[:, None] / FADE
        self._both = np.zeros((LARGEST, SIDES), np.float32)
        self._last = np.zeros(SIDES, np.float32)
        self.over = False

    @property
    def silent(self) -> bool:
        """Whether it has faded out."""
        return not self._gain

    def play(self, out: np.ndarray, underflow: bool = False) -> None:
        """Fill ``out`` (n, channels), one channel or more."""
        ring = self._ring
        if underflow:
            ring[Slot.XRUNS] += 1
        sound = out if out.shape[1] == SIDES else self._both[: len(out)]
        self._fill(sound)
        self._last[:] = sound[-1]
        if sound is not out:
            out.fill(0)
            if out.shape[1] == 1:
                np.mean(sound, axis=1, out=out[:, 0])
            else:
                out[:, :SIDES] = sound
        ring[Slot.PERIOD] = len(out)
        ring[Slot.SEEN] = time.monotonic_ns()

    def _fill(self, out: np.ndarray) -> None:
        ring, wanted = self._ring, self._ring[Slot.WANTED]
        if self._waits and not self._begun(len(out), wanted):
            out.fill(0)
            return
        much = ring.fill > wanted + MUCH + len(out)
        count = ring.read(out)
        if count < len(out) or much:
            self._break(out, count)
        else:
            self._fade(out, not self.over and ring[Slot.ORDER] == Order.PLAY)

    def _begun(self, frames: int, wanted: int) -> bool:
        """Whether enough is there to begin with."""
        if self._ring.fill < max(wanted, frames):
            return False
        self._ring.skip(max(wanted, frames))
        self._waits = False
        return True

    def _break(self, out: np.ndarray, count: int) -> None:
        """Fade out over the ``count`` frames there are, or from the last; then all begins anew."""
        rest = len(out) - count
        if count > rest:
            out[:count] *= self._gain * self._down(count)
            out[count:] = 0
        else:
            out[:count] *= self._gain
            last, fade = out[count - 1] if count else self._last, min(rest, FADE)
            out[count : count + fade] = last * self._down(fade)
            out[count + fade :] = 0
        # Silence on the way out breaks nothing off.
        self._ring[Slot.STARVED] += not (self.over and self.silent)
        self._gain, self._waits = 0.0, True

    def _down(self, frames: int) -> np.ndarray:
        """From 1 to 0 (frames, 1)."""
        return 1 - self._steps[:frames] * (FADE / frames)

    def _fade(self, out: np.ndarray, loud: bool) -> None:
        if self._gain == 1 and loud:
            return
        steps = self._steps[: len(out)]
        way = np.clip(self._gain + (steps if loud else -steps), 0, 1)
        self._gain = float(way[-1, 0])
        out *= way
