"""Roughness, upwards: the part over 150 Hz beats some 70 times a second."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_filter as filters
from timbrel_grain.dsp_glide import Glide
from timbrel_grain.dsp_spectrum import RATE

CORNER = 150.0  # Hz
RATES = 70.0  # a second: where the ear finds it roughest (Daniel and Weber 1997)
DEPTHS = np.linspace(0, 1, 33)
_TURN = 2 * np.pi * np.arange(64) / 64
ENERGIES = np.array([np.mean((1 + d * np.sin(_TURN)) ** (2 + 2 * d)) ** 0.5 for d in DEPTHS])
STEP = 4  # samples between points of the beating: straight lines are true to -80 dB
WANDERS = ((9.0, 0.31), (6.0, 0.83))  # by so many Hz, so many times a second: no tone of its own


class Rough:
    """Amplitude modulation of what lies over the corner, its energy kept."""

    def __init__(self, channels: int) -> None:
        self._lowpass = filters.lowpass(CORNER, 2)
        self._memory = np.zeros((1, channels, 2))
        self._count, self._glide = 0, Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), rougher by ``amount`` 0..1."""
        amount, samples = max(amount, 0.0), block.shape[1]
        time = (self._count + np.arange(0, samples + STEP, STEP)) / RATE
        self._count += samples
        if self._glide.rests(amount):
            return block
        low = filters.filtered(block, self._lowpass, self._memory)
        last, now = self._glide.ends(amount)
        depth = last + (now - last) * np.arange(len(time)) / (len(time) - 1)
        return (low + (block - low) * straight(swing(beats(time), depth))).astype(np.float32)


def swing(phase: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """The gain at a phase of the beating: a sine's at first, then more like beats."""
    return (1 + depth * np.sin(phase)) ** (1 + depth) / np.interp(depth, DEPTHS, ENERGIES)


def straight(points: np.ndarray) -> np.ndarray:
    """Points, a STEP apart, joined by straight lines: all samples before the last point."""
    way = np.arange(STEP) / STEP
    return (points[:-1, None] + np.diff(points)[:, None] * way).ravel()


def beats(time: np.ndarray) -> np.ndarray:
    """The phase of the beating at a time in seconds: a function of time alone."""
    phase = 2 * np.pi * RATES * time
    for hertz, often in WANDERS:
        phase = phase - hertz / often * np.cos(2 * np.pi * often * time)
    return phase
