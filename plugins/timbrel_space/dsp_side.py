"""The side of a sound that has none: itself, each frequency held back by another time."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

SEED = 220  # of four hundred: no third leans to one side by more than 0.9 dB at twice the width
LONGEST = 0.022  # seconds, held at the low end
SHORTEST = 0.003  # at the top: a stroke keeps its attack
CYCLES = 9.0  # periods of a frequency that it is held back between those ends, at most
LOW = (100.0, 250.0)  # Hz: below the first there is no side, from the second on all of it


class Side:
    """A stream of blocks of ``stride(rate)`` frames, convolved with ``held``."""

    def __init__(self, rate: int) -> None:
        self._size = stride(rate)
        self._filter = np.fft.rfft(held(rate), 2 * self._size)
        self._past = np.zeros((1, self._size))

    def feed(self, block: np.ndarray) -> np.ndarray:
        """The side (1, size) of the middle (1, size), as loud as it from 250 Hz on."""
        both = np.concatenate([self._past, block], axis=1)
        self._past = block
        heard = np.fft.rfft(both, axis=1) * self._filter
        return np.fft.irfft(heard, 2 * self._size, axis=1)[:, self._size :]


def stride(rate: int) -> int:
    """Frames of a block, 85 ms at 48 kHz; half as many is the most that any is held back."""
    return 2 ** int(np.ceil(np.log2(0.08 * rate)))


@lru_cache(maxsize=4)
def held(rate: int) -> np.ndarray:
    """A filter (frames,) of magnitude one and random group delays, after Schroeder 1961.

    In each third of an octave the phase turns more than once: so neither channel is louder in
    one than the other, and what is added to one in narrow stripes is taken from its neighbour.
    """
    size = stride(rate) // 2
    hertz = np.fft.rfftfreq(4 * size, 1 / rate)
    knots = 80.0 * 2 ** (np.arange(28) / 3)
    shares = np.random.default_rng(SEED).uniform(0.35, 1.0, len(knots))
    shares = np.interp(np.log(hertz + 1), np.log(knots), shares)
    delay = shares * np.clip(CYCLES / (hertz + 1), SHORTEST, LONGEST)
    phase = -2 * np.pi * np.cumsum(delay) * hertz[1]
    level = np.sin(np.pi / 2 * np.clip((hertz - LOW[0]) / (LOW[1] - LOW[0]), 0, 1)) ** 2
    taps = np.fft.irfft(level * np.exp(1j * phase))
    fade = np.cos(np.pi / 2 * np.clip(np.arange(size) / size * 4 - 3, 0, 1)) ** 2
    return taps[:size] * fade
