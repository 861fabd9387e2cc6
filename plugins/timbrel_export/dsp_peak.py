"""True peaks, between the samples too, and the limiter that keeps them under -1 dB."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage, signal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CEILING = 10 ** (-1.0 / 20)
TARGET = 10 ** (-1.15 / 20)  # where it is turned down, a little further: the gain moves too
NEAR = 0.4  # of a level: no sound between samples below this reaches the level
TAPS = 48  # of each phase: four times what ITU-R BS.1770-5 annex 2 takes


class Limiter:
    """Turns a stream down where it would pass -1 dBTP, 5 ms ahead of the peak and slowly after.

    What passes nowhere comes out bit for bit. ``down`` is the least gain there was.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._ahead, self._hold = rate // 200, rate // 20
        self._past = self._hold + 2 * self._ahead + TAPS  # frames that one frame's gain reads
        self._future = 2 * self._ahead + TAPS
        self._span = np.zeros((self._past, channels), np.float32)
        self.down = 1.0

    def limited(self, pieces: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
        """The same frames in all, each piece (frames, channels) a little later than it came."""
        last = np.zeros((self._future, self._span.shape[1]), np.float32)
        for piece in chain(pieces, [last]):
            out = self._advance(piece)
            if len(out):
                yield out

    def _advance(self, piece: np.ndarray) -> np.ndarray:
        span = np.concatenate([self._span, piece])
        count = max(len(span) - self._past - self._future, 0)
        self._span = span[count:]
        here = slice(self._past, self._past + count)
        gain = self._gain(span)
        if gain is None:
            return span[here]
        self.down = min(self.down, float(gain[here].min(initial=1)))
        return span[here] * gain[here, np.newaxis]

    def _gain(self, span: np.ndarray) -> np.ndarray | None:
        if np.abs(span).max() < NEAR:
            return None
        peaks = true_peaks(span)
        if peaks.max() <= CEILING:
            return None
        wanted = np.where(peaks > CEILING, TARGET / np.maximum(peaks, CEILING), 1.0)
        # Down from ``ahead`` before a peak until it is over, then smoothed by as much again.
        size = self._hold + 2 * self._ahead + 1
        origin = self._hold // 2
        held = ndimage.minimum_filter1d(wanted, size, origin=origin, mode="constant", cval=1)
        ramp = np.hanning(2 * self._ahead + 3)[1:-1]
        smooth = np.convolve(held, ramp / ramp.sum(), "same")
        return np.where(smooth > 1 - 1e-9, 1, smooth).astype(np.float32)


def true_peaks(span: np.ndarray) -> np.ndarray:
    """The largest magnitude (n,) of all channels (n, channels) at and about each frame."""
    found = np.zeros(len(span))
    for channel in span.T:
        fine = np.abs(signal.upfirdn(_reader(), channel, up=4))
        lead = 2 * TAPS  # the filter's own delay, in quarters of a frame
        fine = fine[lead - 2 : lead - 2 + 4 * len(span)]
        for quarter in range(4):
            np.maximum(found, fine[quarter::4], out=found)
        np.maximum(found, np.abs(channel), out=found)
    return found


@cache
def _reader() -> np.ndarray:
    """A low-pass (4 * TAPS + 1,) that reads four times between the samples."""
    places = np.arange(-2 * TAPS, 2 * TAPS + 1) / 4
    return (np.sinc(places) * np.kaiser(4 * TAPS + 1, 8.0)).astype(np.float32)
