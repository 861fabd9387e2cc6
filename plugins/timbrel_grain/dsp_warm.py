"""Warmth: a broad bell around 220 Hz, and a few even harmonics at the warm end."""

from __future__ import annotations

import numpy as np
from scipy import signal

from timbrel_grain.dsp_glide import Glide
from timbrel_grain.dsp_spectrum import RATE

MIDDLE, OCTAVES = 220.0, 1.5
MOST = 10.0  # dB
GLOW = 0.25  # of the bell's own amplitude: the second harmonic at the warm end
FOLLOWS = 15.0  # Hz: how quickly it follows the level


class Warm:
    """The sound plus a band of it, by a gain that can glide, plus that band's squares."""

    def __init__(self, channels: int) -> None:
        width = 2 ** (OCTAVES / 2)
        edges = (MIDDLE / width, MIDDLE * width)
        self._bell = np.asarray(signal.butter(1, edges, "bandpass", fs=RATE, output="sos"))
        self._slow = np.asarray(signal.butter(1, FOLLOWS, fs=RATE, output="sos"))
        self._band = np.zeros((1, channels, 2))
        self._power = np.zeros((1, channels, 2))
        self._glide = Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), colder or warmer by ``amount`` -1..1."""
        if self._glide.rests(amount):
            return block
        ramp = self._glide.ramp(amount, block.shape[1])
        band, self._band = signal.sosfilt(self._bell, block, axis=1, zi=self._band)
        squares = band**2
        power, self._power = signal.sosfilt(self._slow, squares, axis=1, zi=self._power)
        even = (squares - power) / np.sqrt(np.maximum(power, 0) + 1e-8)
        warmer = 10 ** (MOST * ramp / 20) - 1
        glow = GLOW * np.maximum(ramp, 0) ** 2
        return (block + warmer * band + glow * np.clip(even, -1, 1)).astype(np.float32)
