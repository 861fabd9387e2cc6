"""Roughness, upwards: the part over 150 Hz beats, some 45 and over 700 Hz 70 times a second."""

from __future__ import annotations

import numpy as np
from scipy import signal

from timbrel_grain.dsp_glide import Glide
from timbrel_grain.dsp_spectrum import RATE

CORNER, UPPER = 150.0, 700.0  # Hz
# A second: where the ear finds each part roughest (Fastl and Zwicker 2007, figure 11.2).
RATES = (45.0, 70.0)
DEPTHS = np.linspace(0, 1, 33)
_TURN = 2 * np.pi * np.arange(64) / 64
ENERGIES = np.array([np.mean((1 + d * np.sin(_TURN)) ** (2 + 2 * d)) ** 0.5 for d in DEPTHS])
WANDERS = ((4.0, 0.31), (2.5, 0.83))  # by so many Hz, so many times a second: no tone of its own


class Rough:
    """Amplitude modulation of what lies over the corner, its energy kept."""

    def __init__(self, channels: int) -> None:
        self._low, self._body = (
            np.asarray(signal.butter(2, corner, fs=RATE, output="sos"))
            for corner in (CORNER, UPPER)
        )
        self._memory = np.zeros((2, 1, channels, 2))
        self._count, self._glide = 0, Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), rougher by ``amount`` 0..1."""
        amount, samples = max(amount, 0.0), block.shape[1]
        time = (self._count + np.arange(samples)) / RATE
        self._count += samples
        if self._glide.rests(amount):
            return block
        low, self._memory[0] = signal.sosfilt(self._low, block, axis=1, zi=self._memory[0])
        under, self._memory[1] = signal.sosfilt(self._body, block, axis=1, zi=self._memory[1])
        depth = self._glide.ramp(amount, samples)
        body, upper = (swing(beats(time, rate), depth) for rate in RATES)
        return (low + (under - low) * body + (block - under) * upper).astype(np.float32)


def swing(phase: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """The gain at a phase of the beating: a sine's at first, then more like beats."""
    return (1 + depth * np.sin(phase)) ** (1 + depth) / np.interp(depth, DEPTHS, ENERGIES)


def beats(time: np.ndarray, rate: float = RATES[1]) -> np.ndarray:
    """The phase of the beating at a time in seconds: a function of time alone."""
    phase = 2 * np.pi * rate * time
    for hertz, often in WANDERS:
        phase = phase - hertz * rate / RATES[1] / often * np.cos(2 * np.pi * often * time)
    return phase
