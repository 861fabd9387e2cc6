"""How much of a sound lies above 20 kHz."""

from __future__ import annotations

import math

import numpy as np

EDGE = 20_000.0  # Hz
SIZE = 4096
LEAST = -200.0  # dB


class Band:
    """Sums the power of a stream of pieces (frames, channels) below and above the edge."""

    def __init__(self, rate: int, channels: int) -> None:
        self._held = np.zeros((0, channels), np.float32)
        self._first = math.ceil(EDGE * SIZE / rate)
        self._window = np.hanning(SIZE)[:, np.newaxis]
        self._all = self._over = 0.0

    def feed(self, piece: np.ndarray) -> None:
        span = np.concatenate([self._held, piece])
        for start in range(0, len(span) - SIZE + 1, SIZE // 2):
            self._count(span[start : start + SIZE])
        whole = max(len(span) - SIZE // 2, 0) // (SIZE // 2) * (SIZE // 2)
        self._held = span[whole:]

    def over(self) -> float | None:
        """In dB against the whole; None for silence, and for less than one window of 0.1 s."""
        if not self._all:
            return None
        return max(10 * math.log10(max(self._over / self._all, 1e-20)), LEAST)

    def _count(self, block: np.ndarray) -> None:
        power = np.square(np.abs(np.fft.rfft(block * self._window, axis=0))).sum(axis=1)
        self._all += float(power.sum())
        self._over += float(power[self._first :].sum())
