"""Warmth: a broad bell around 220 Hz against one above it, and even harmonics at the warm end."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_filter as filters
from timbrel_grain.dsp_glide import Glide

MIDDLES, OCTAVES = (220.0, 900.0), 1.5
MOST = (14.0, -8.0)  # dB of the two bells at the warm end: 12 apart, at the lean one 14
GLOW = 0.25  # of the bell's own amplitude: the second harmonic at the warm end
FOLLOWS = 15.0  # Hz: how quickly it follows the level


class Warm:
    """The sound plus two bands of it, by gains that can glide, plus the lower band's squares.

    The body is heard against what lies over it, so the two are moved against each other.
    """

    def __init__(self, channels: int) -> None:
        width = 2 ** (OCTAVES / 2)
        self._bells = [filters.bandpass(f / width, f * width) for f in MIDDLES]
        self._slow = filters.lowpass(FOLLOWS, 1)
        self._bands = np.zeros((len(MIDDLES), 1, channels, 2))
        self._power = np.zeros((1, channels, 2))
        self._glide = Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), colder or warmer by ``amount`` -1..1."""
        if self._glide.rests(amount):
            return block
        ramp = self._glide.ramp(amount, block.shape[1])
        body, upper = (self._band(number, block) for number in range(len(MIDDLES)))
        squares = body**2
        power = filters.filtered(squares, self._slow, self._power)
        even = (squares - power) / np.sqrt(np.maximum(power, 0) + 1e-8)
        warmer, thinner = (10 ** (most * ramp / 20) - 1 for most in MOST)
        glow = GLOW * np.maximum(ramp, 0) ** 2 * np.clip(even, -1, 1)
        return (block + warmer * body + thinner * upper + glow).astype(np.float32)

    def _band(self, number: int, block: np.ndarray) -> np.ndarray:
        return filters.filtered(block, self._bells[number], self._bands[number])
