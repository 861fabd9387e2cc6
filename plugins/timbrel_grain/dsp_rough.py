"""Roughness, upwards: the part over 150 Hz beats, some 45 and over 700 Hz 70 times a second."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_filter as filters
from timbrel_grain.dsp_compiled import compiled
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
        self._corners = np.concatenate([filters.lowpass(c, 2) for c in (CORNER, UPPER)])
        self._memory = np.zeros((2, channels, 2))
        self._count, self._glide = 0, Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), rougher by ``amount`` 0..1."""
        amount, samples = max(amount, 0.0), block.shape[1]
        time = (self._count + np.arange(0, samples + STEP, STEP)) / RATE
        self._count += samples
        if self._glide.rests(amount):
            return block
        last, now = self._glide.ends(amount)
        depth = last + (now - last) * np.arange(len(time)) / (len(time) - 1)
        turns = beats(time)
        swings = np.stack([swing(rate * turns, depth.astype(np.float32)) for rate in RATES])
        return swung(np.ascontiguousarray(block), self._corners, self._memory, swings)


def swing(phase: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """The gain at a phase of the beating: a sine's at first, then more like beats."""
    energy = np.interp(depth, DEPTHS, ENERGIES).astype(np.float32)
    return (1 + depth * np.sin(_reduced(phase))) ** (1 + depth) / energy


def _reduced(phase: np.ndarray) -> np.ndarray:
    """A phase within one turn, where single precision is enough for it: and much quicker."""
    turns = phase / (2 * np.pi)
    return (2 * np.pi * (turns - np.round(turns))).astype(np.float32)


@compiled
def swung(
    block: np.ndarray, corners: np.ndarray, memory: np.ndarray, swings: np.ndarray
) -> np.ndarray:
    """A block (channels, n) whose two parts over ``corners`` (2, 6) have gains of their own.

    ``swings`` (2, points) are these, a STEP apart and joined by straight lines.
    """
    first, second = filters.coefficients(corners[0]), filters.coefficients(corners[1])
    out = np.empty_like(block)
    for c in range(block.shape[0]):
        m0, m1, n0, n1 = memory[0, c, 0], memory[0, c, 1], memory[1, c, 0], memory[1, c, 1]
        for i in range(block.shape[1]):
            value, point, way = float(block[c, i]), i // STEP, (i % STEP) / STEP
            low, m0, m1 = filters.passed(value, first, m0, m1)
            under, n0, n1 = filters.passed(value, second, n0, n1)
            body = swings[0, point] + (swings[0, point + 1] - swings[0, point]) * way
            upper = swings[1, point] + (swings[1, point + 1] - swings[1, point]) * way
            out[c, i] = low + (under - low) * body + (value - under) * upper
        memory[0, c, 0], memory[0, c, 1], memory[1, c, 0], memory[1, c, 1] = m0, m1, n0, n1
    return out


def beats(time: np.ndarray) -> np.ndarray:
    """How often it has beaten at a time in seconds, times 2 pi over the rate: of time alone."""
    turns = 2 * np.pi * time
    for hertz, often in WANDERS:
        turns = turns - hertz / RATES[1] / often * np.cos(_reduced(2 * np.pi * often * time))
    return turns
