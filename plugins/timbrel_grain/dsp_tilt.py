"""Brightness, what the decoder left over of it: everything over 1 kHz tilted."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_filter as filters
from timbrel_grain.dsp_compiled import compiled
from timbrel_grain.dsp_glide import Glide

CORNERS = (1400.0, 2800.0, 5600.0, 11200.0)  # Hz, the middles of the octaves from 1 kHz on
DARKEST, BRIGHTEST = -18.0, 6.0  # dB that each shelf lowers or raises by
AIR = 16000.0  # Hz, from where on what was raised is brought down again


class Tilt:
    """A ladder of first-order shelves, an octave apart.

    A straight tilt upwards; downwards 9 dB an octave over 2 kHz, and 14 over 4 kHz.
    Each is the sound plus a high-pass of it, so that its gain can glide under a running filter.
    """

    def __init__(self, channels: int) -> None:
        self._filters = np.concatenate([filters.highpass(c, 1) for c in (*CORNERS, AIR)])
        self._memory = np.zeros((len(self._filters), channels, 2))
        self._glide = Glide()

    def feed(self, block: np.ndarray, amount: float) -> np.ndarray:
        """A block (channels, n), darker or brighter by ``amount`` -1..1."""
        if self._glide.rests(amount):
            return block
        last, now = (gains(end) for end in self._glide.ends(amount))
        return laddered(np.ascontiguousarray(block), self._filters, self._memory, last, now)


def gains(amount: float) -> np.ndarray:
    """How much of each high-pass is added: (CORNERS and AIR,)."""
    slope = (BRIGHTEST if amount > 0 else -DARKEST) * amount
    raised = -len(CORNERS) * max(slope, 0)  # as much as the octaves below have raised it
    return 10 ** (np.array([slope] * len(CORNERS) + [raised]) / 20) - 1


@compiled
def laddered(
    block: np.ndarray, sections: np.ndarray, memory: np.ndarray, last: np.ndarray, now: np.ndarray
) -> np.ndarray:
    """A block (channels, n) plus its high-passes, one after another, by gains (S,) that glide."""
    channels, samples = block.shape
    out, step = np.empty_like(block), (now - last) / samples
    for c in range(channels):
        for i in range(samples):
            value = float(block[c, i])
            for s in range(len(sections)):
                high = sections[s, 0] * value + memory[s, c, 0]
                memory[s, c, 0] = sections[s, 1] * value - sections[s, 4] * high
                value += (last[s] + step[s] * (i + 1)) * high
            out[c, i] = value
    return out
