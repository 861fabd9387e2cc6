"""Warmth: the body under 450 Hz against what lies above it, and even harmonics at the warm end."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_filter as filters
from timbrel_grain.dsp_compiled import compiled
from timbrel_grain.dsp_glide import Glide
from timbrel_grain.dsp_spectrum import RATE

BODY, RUMBLE, UPPER = 450.0, 70.0, 950.0  # Hz: two low shelves, and a bell of Q
Q = 0.8
WARMEST, LEANEST = (20.0, -11.5, -12.0), (-20.0, 4.0, 12.0)  # dB of the three at either end
STEP = 64  # samples over which the shelves stand still while the knob turns
BELL, OCTAVES = 220.0, 1.5  # where the harmonics are made from
GLOW = 0.25  # of the bell's own amplitude: the second harmonic at the warm end
FOLLOWS = 15.0  # Hz: how quickly it follows the level


class Warm:
    """The body is heard against what lies over it, so the two are moved against each other.

    Shelves and bell after Bristow-Johnson's cookbook, which at 0 dB are the sound itself; plus the
    squares of the band around 220 Hz.
    """

    def __init__(self, channels: int) -> None:
        width = 2 ** (OCTAVES / 2)
        self._bell = filters.bandpass(BELL / width, BELL * width)
        self._slow = filters.lowpass(FOLLOWS, 1)
        self._shelves = np.zeros((3, channels, 2))
        self._even = np.zeros((2, channels, 2))
        self._glide = Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), leaner or warmer by ``amount`` -1..1."""
        if self._glide.rests(amount):
            self._shelves[:] = 0
            return block
        ramp = self._glide.ramp(amount, block.shape[1])
        step = STEP if ramp[0] != ramp[-1] else block.shape[1]
        moved = np.empty(block.shape)
        for start in range(0, block.shape[1], step):
            part = slice(start, start + step)
            sections = _sections(float(ramp[part][-1]))
            moved[:, part] = filters.filtered(block[:, part], sections, self._shelves)
        block = np.ascontiguousarray(block)
        both = np.concatenate([self._bell, self._slow])
        return glowing(block, moved, GLOW * np.maximum(ramp, 0) ** 2, both, self._even)


@compiled
def glowing(
    block: np.ndarray, moved: np.ndarray, glow: np.ndarray, sections: np.ndarray, memory: np.ndarray
) -> np.ndarray:
    """``moved`` (channels, n) and ``glow`` (n,) times the even harmonics of a block's band.

    ``sections`` (2, 6) are the band, and what follows the level of its squares.
    """
    first, second = filters.coefficients(sections[0]), filters.coefficients(sections[1])
    out = np.empty_like(block)
    for c in range(block.shape[0]):
        m0, m1, n0, n1 = memory[0, c, 0], memory[0, c, 1], memory[1, c, 0], memory[1, c, 1]
        for i in range(block.shape[1]):
            value = float(block[c, i])
            band, m0, m1 = filters.passed(value, first, m0, m1)
            square = band * band
            power, n0, n1 = filters.passed(square, second, n0, n1)
            even = (square - power) / np.sqrt(max(power, 0.0) + 1e-8)
            out[c, i] = moved[c, i] + glow[i] * min(max(even, -1.0), 1.0)
        memory[0, c, 0], memory[0, c, 1], memory[1, c, 0], memory[1, c, 1] = m0, m1, n0, n1
    return out


def _sections(amount: float) -> np.ndarray:
    body, rumble, upper = (abs(amount) * most for most in (WARMEST if amount > 0 else LEANEST))
    return np.array([_shelf(BODY, body), _shelf(RUMBLE, rumble), _peak(UPPER, upper)])


def _shelf(hertz: float, decibel: float) -> list[float]:
    """A low shelf of the second order, as steep as it can be without a hump."""
    a, turn = 10 ** (decibel / 40), 2 * np.pi * hertz / RATE
    cos, wide = np.cos(turn), np.sin(turn) * (2 * a) ** 0.5
    over = (a + 1) + (a - 1) * cos + wide
    return [
        a * ((a + 1) - (a - 1) * cos + wide) / over,
        2 * a * ((a - 1) - (a + 1) * cos) / over,
        a * ((a + 1) - (a - 1) * cos - wide) / over,
        1.0,
        -2 * ((a - 1) + (a + 1) * cos) / over,
        ((a + 1) + (a - 1) * cos - wide) / over,
    ]


def _peak(hertz: float, decibel: float) -> list[float]:
    a, turn = 10 ** (decibel / 40), 2 * np.pi * hertz / RATE
    wide, cos = np.sin(turn) / (2 * Q), -2 * np.cos(turn)
    over = 1 + wide / a
    return [
        (1 + wide * a) / over,
        cos / over,
        (1 - wide * a) / over,
        1.0,
        cos / over,
        (1 - wide / a) / over,
    ]
