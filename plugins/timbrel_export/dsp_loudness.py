"""Integrated loudness of a stream, as ITU-R BS.1770-5 and EBU R 128 measure it."""

from __future__ import annotations

import math

import numpy as np
from scipy import signal

STEP = 0.1  # seconds; a block has four, and the next begins one later
SILENT, BELOW = -70.0, 10.0  # LUFS, and LU below the mean of what is not silent


class Loudness:
    """Fed with pieces of any length; less than a tenth of a second at the end does not count."""

    def __init__(self, rate: int, channels: int) -> None:
        self._filter = weighting(rate)
        self._memory = np.zeros((len(self._filter), 2, channels))
        self._size = round(STEP * rate)
        self._rest = np.zeros(0)
        self._steps: list[np.ndarray] = []

    def feed(self, piece: np.ndarray) -> None:
        """Samples (frames, channels)."""
        heard, self._memory = signal.sosfilt(self._filter, piece, axis=0, zi=self._memory)
        power = np.concatenate([self._rest, np.square(heard).sum(axis=1)])
        whole = len(power) // self._size * self._size
        self._steps.append(power[:whole].reshape(-1, self._size).mean(axis=1))
        self._rest = power[whole:]

    def integrated(self) -> float | None:
        """In LUFS; None for what is silent, or shorter than one block of 0.4 s."""
        steps = np.concatenate([*self._steps, np.zeros(0)])
        if len(steps) < 4:
            return None
        blocks = np.convolve(steps, np.full(4, 0.25), "valid")
        loud = blocks[blocks > _power(SILENT)]
        if not len(loud):
            return None
        gated = loud[loud > loud.mean() * 10 ** (-BELOW / 10)]
        return -0.691 + 10 * math.log10(gated.mean())


def _power(loudness: float) -> float:
    return 10 ** ((loudness + 0.691) / 10)


def weighting(rate: int) -> np.ndarray:
    """The K-weighting (2, 6) for any rate: the analogue filters that the standard's table is of.

    Their corners, gains and widths are those that give its coefficients at 48 kHz.
    """
    k = math.tan(math.pi * 1681.974450955533 / rate)
    high, q = 10 ** (3.999843853973347 / 20), 0.7071752369554196
    band = high**0.4996667741545416
    whole = 1 + k / q + k * k
    shelf = [high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k]
    below = [whole, 2 * (k * k - 1), 1 - k / q + k * k]
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    whole_high = 1 + k / q + k * k
    rest = [1, 2 * (k * k - 1) / whole_high, (1 - k / q + k * k) / whole_high]
    return np.array([np.array([*shelf, *below]) / whole, [1.0, -2.0, 1.0, *rest]])
