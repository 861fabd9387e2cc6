"""Warmth: a broad bell around 220 Hz against one above it, and even harmonics at the warm end."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_filter as filters
from timbrel_grain.dsp_compiled import compiled
from timbrel_grain.dsp_filter import stepped
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
        bells = [filters.bandpass(f / width, f * width) for f in MIDDLES]
        self._filters = np.concatenate([*bells, filters.lowpass(FOLLOWS, 1)])
        self._memory = np.zeros((len(self._filters), channels, 2))
        self._glide = Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), colder or warmer by ``amount`` -1..1."""
        if self._glide.rests(amount):
            return block
        last, now = (gains(end) for end in self._glide.ends(amount))
        return warmed(np.ascontiguousarray(block), self._filters, self._memory, last, now)


def gains(amount: float) -> np.ndarray:
    """How much is added of the lower band, the upper one, and the lower one's squares: (3,)."""
    bells = [10 ** (most * amount / 20) - 1 for most in MOST]
    return np.array([*bells, GLOW * max(amount, 0) ** 2])


@compiled
def warmed(
    block: np.ndarray, sections: np.ndarray, memory: np.ndarray, last: np.ndarray, now: np.ndarray
) -> np.ndarray:
    """A block (channels, n) plus what its two bands make, by gains (3,) that glide."""
    channels, samples = block.shape
    out, step = np.empty_like(block), (now - last) / samples
    for c in range(channels):
        for i in range(samples):
            own = float(block[c, i])
            body = stepped(own, sections[0], memory[0, c])
            upper = stepped(own, sections[1], memory[1, c])
            power = stepped(body * body, sections[2], memory[2, c])
            even = (body * body - power) / np.sqrt(max(power, 0.0) + 1e-8)
            place = i + 1
            glow = (last[2] + step[2] * place) * min(max(even, -1.0), 1.0)
            bands = (last[0] + step[0] * place) * body + (last[1] + step[1] * place) * upper
            out[c, i] = own + bands + glow
    return out
