"""Roughness, upwards: the part over 150 Hz beats some 70 times a second."""

from __future__ import annotations

import numpy as np
from scipy import signal

from timbrel_grain.dsp_glide import Glide
from timbrel_grain.dsp_spectrum import RATE

CORNER = 150.0  # Hz
RATES = 70.0  # a second: where the ear finds it roughest (Daniel and Weber 1997)
DEPTHS = np.linspace(0, 1, 33)
_TURN = 2 * np.pi * np.arange(64) / 64
ENERGIES = np.array([np.mean((1 + d * np.sin(_TURN)) ** (2 + 2 * d)) ** 0.5 for d in DEPTHS])
WANDERS = ((9.0, 0.31), (6.0, 0.83))  # by so many Hz, so many times a second: no tone of its own


class Rough:
    """Amplitude modulation of what lies over the corner, its energy kept."""

    def __init__(self, channels: int) -> None:
        self._lowpass = np.asarray(signal.butter(2, CORNER, fs=RATE, output="sos"))
        self._memory = np.zeros((1, channels, 2))
        self._count, self._glide = 0, Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), rougher by ``amount`` 0..1."""
        amount, samples = max(amount, 0.0), block.shape[1]
        time = (self._count + np.arange(samples)) / RATE
        self._count += samples
        if self._glide.rests(amount):
            return block
        low, self._memory = signal.sosfilt(self._lowpass, block, axis=1, zi=self._memory)
        depth = self._glide.ramp(amount, samples)
        return (low + (block - low) * swing(beats(time), depth)).astype(np.float32)


def swing(phase: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """The gain at a phase of the beating: a sine's at first, then more like beats."""
    return (1 + depth * np.sin(phase)) ** (1 + depth) / np.interp(depth, DEPTHS, ENERGIES)


def beats(time: np.ndarray) -> np.ndarray:
    """The phase of the beating at a time in seconds: a function of time alone."""
    phase = 2 * np.pi * RATES * time
    for hertz, often in WANDERS:
        phase = phase - hertz / often * np.cos(2 * np.pi * often * time)
    return phase
