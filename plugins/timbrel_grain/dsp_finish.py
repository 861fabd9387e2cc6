"""The last stage of every render: no DC, and no true peak over -1 dB."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_filter as filters
from timbrel_grain.dsp_compiled import compiled

CEILING = 10 ** (-1.3 / 20)  # 0.3 dB for what the four-fold estimate does not see
AHEAD = 240  # samples: 5 ms in which the gain comes down before a peak
HOLD = 960  # samples over which it stays down after one
TAPS = 32  # per phase of the interpolator: twice and more what ITU-R BS.1770-5 annex 2 takes
QUIET = 0.5  # no room between samples under it for one over the ceiling
PAST = HOLD + 2 * AHEAD + TAPS  # samples on either side that the gain of one sample depends on
FUTURE = 2 * AHEAD + TAPS


class Finish:
    """High-pass at 2 Hz, then a limiter that looks ahead, on a stream of blocks.

    As many samples come out as went in, FUTURE samples later, once ``flush`` has given the last.
    """

    def __init__(self, channels: int, rate: int) -> None:
        self._highpass = filters.highpass(2, 2, rate)
        self._memory = np.zeros((len(self._highpass), channels, 2))
        self._sound = np.zeros((channels, PAST), np.float32)
        self._wanted = np.ones(PAST)  # of each of these, how far its peak is to come down

    def feed(self, block: np.ndarray) -> np.ndarray:
        """Samples (channels, n) in; those that are finished by now out."""
        if not block.shape[1]:
            return block
        still = filters.filtered(block, self._highpass, self._memory)
        return self._advance(still.astype(np.float32))

    def flush(self) -> np.ndarray:
        """The samples that are still inside."""
        return self._advance(np.zeros((len(self._sound), FUTURE), np.float32))

    def _advance(self, fresh: np.ndarray) -> np.ndarray:
        span = np.concatenate([self._sound, fresh], axis=1)
        # What was wanted of the last samples was not yet known: it depends on what follows them.
        known = self._wanted[: self._wanted.size - TAPS]
        wanted = np.concatenate([known, wishes(span[:, known.size - TAPS :])[TAPS:]])
        count = max(span.shape[1] - PAST - FUTURE, 0)
        self._sound, self._wanted = span[:, count:], wanted[count:]
        if not count:
            return span[:, :0]
        return span[:, PAST : PAST + count] * gains(wanted, count)


def wishes(span: np.ndarray) -> np.ndarray:
    """How far the peak at each of the samples (channels, n) is to come down: (n,), 1 for not."""
    if max(span.max(initial=0), -span.min(initial=0)) < QUIET:
        return np.ones(span.shape[1])
    return np.minimum(1, CEILING / np.maximum(true_peaks(span), 1e-9))


def gains(wanted: np.ndarray, count: int) -> np.ndarray:
    """The limiter's gain for ``count`` samples, of PAST + count + FUTURE: 1 wherever no peak is."""
    # Down from AHEAD before a peak until AHEAD + HOLD after it, then smoothed by as much again.
    near = wanted[PAST - HOLD - 2 * AHEAD : PAST + count + 2 * AHEAD]
    if near.min() == 1:
        return np.ones(count, np.float32)
    size = HOLD + 2 * AHEAD + 1
    held = ndimage.minimum_filter1d(near, size, origin=HOLD // 2, mode="constant", cval=1)
    ramp = np.hanning(2 * AHEAD + 1)
    held = held[HOLD + AHEAD : HOLD + 3 * AHEAD + count]
    smooth = np.convolve(held, ramp / ramp.sum(), "valid")
    return np.where(smooth > 1 - 1e-6, 1, smooth).astype(np.float32)


def true_peaks(span: np.ndarray) -> np.ndarray:
    """The largest magnitude (n,) of all channels (channels, n) at and around each sample."""
    padded = np.zeros((len(span), span.shape[1] + TAPS - 1), np.float32)
    padded[:, TAPS // 2 - 1 : span.shape[1] + TAPS // 2 - 1] = span
    return _largest(padded, _phases())


@compiled
def _largest(padded: np.ndarray, phases: np.ndarray) -> np.ndarray:
    count = padded.shape[1] - phases.shape[1] + 1
    found, between = np.zeros(count, np.float32), np.empty(count, np.float32)
    for c in range(padded.shape[0]):
        own = padded[c, phases.shape[1] // 2 - 1 :]
        for i in range(count):
            found[i] = max(found[i], abs(own[i]))
        for p in range(phases.shape[0]):
            between[:] = 0
            for k in range(phases.shape[1]):
                part, share = padded[c, k : k + count], phases[p, phases.shape[1] - 1 - k]
                for i in range(count):
                    between[i] += share * part[i]
            for i in range(count):
                found[i] = max(found[i], abs(between[i]))
    return found


@cache
def _phases() -> np.ndarray:
    """Four phases (4, TAPS) of a low-pass that reads between the samples."""
    taps = 4 * TAPS
    places = (np.arange(taps) - (taps - 1) / 2) / 4
    phases = (np.sinc(places) * np.kaiser(taps, 5.0)).reshape(TAPS, 4).T
    return np.ascontiguousarray(phases, np.float32)
