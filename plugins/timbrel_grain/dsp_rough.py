"""Roughness, upwards: the part over 150 Hz beats, some 45 and over 700 Hz 70 times a second."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_filter as filters
from timbrel_grain.dsp_glide import Glide
from timbrel_grain.dsp_spectrum import RATE

CORNER, UPPER = 150.0, 700.0  # Hz
# A second: where the ear finds each part roughest (Fastl and Zwicker 2007, figure 11.2).
RATES = (45.0, 70.0)
DEPTHS = np.linspace(0, 1, 33)
_TURN = 2 * np.pi * np.arange(64) / 64
ENERGIES = np.array([np.mean((1 + d * np.sin(_TURN)) ** (2 + 2 * d)) ** 0.5 for d in DEPTHS])
STEP = 4  # samples between points of the beating: straight lines are true to -80 dB
WANDERS = ((4.0, 0.31), (2.5, 0.83))  # by so many Hz, so many times a second: no tone of its own


class Rough:
    """Amplitude modulation of what lies over the corner, its energy kept."""

    def __init__(self, channels: int) -> None:
        self._corners = [filters.lowpass(corner, 2) for corner in (CORNER, UPPER)]
        self._memory = np.zeros((2, 1, channels, 2))
        self._count, self._glide = 0, Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), rougher by ``amount`` 0..1."""
        amount, samples = max(amount, 0.0), block.shape[1]
        time = (self._count + np.arange(0, samples + STEP, STEP)) / RATE
        self._count += samples
        if self._glide.rests(amount):
            return block
        low, under = (
            filters.filtered(block, corner, memory)
            for corner, memory in zip(self._corners, self._memory, strict=True)
        )
        last, now = self._glide.ends(amount)
        depth = last + (now - last) * np.arange(len(time)) / (len(time) - 1)
        body, upper = (straight(swing(beats(time, rate), depth)) for rate in RATES)
        return (low + (under - low) * body + (block - under) * upper).astype(np.float32)


def swing(phase: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """The gain at a phase of the beating: a sine's at first, then more like beats."""
    return (1 + depth * np.sin(phase)) ** (1 + depth) / np.interp(depth, DEPTHS, ENERGIES)


def straight(points: np.ndarray) -> np.ndarray:
    """Points, a STEP apart, joined by straight lines: all samples before the last point."""
    way = np.arange(STEP) / STEP
    return (points[:-1, None] + np.diff(points)[:, None] * way).ravel()


def beats(time: np.ndarray, rate: float = RATES[1]) -> np.ndarray:
    """The phase of the beating at a time in seconds: a function of time alone."""
    phase = 2 * np.pi * rate * time
    for hertz, often in WANDERS:
        phase = phase - hertz * rate / RATES[1] / often * np.cos(2 * np.pi * often * time)
    return phase
