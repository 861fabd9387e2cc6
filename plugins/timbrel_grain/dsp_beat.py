"""The beat: all that sounds comes up at each tick of the pulse's grid, and falls until the next."""

from __future__ import annotations

import numpy as np

from timbrel_grain.dsp_compiled import compiled
from timbrel_grain.dsp_glide import Glide
from timbrel_grain.dsp_grid import FOUR, RATES
from timbrel_grain.dsp_spectrum import RATE

DEEPEST = 24.0  # dB that it has fallen by before the next tick, at the knob's end
BENDS = 1.5  # over 1 it stays up for longer, and falls the faster
LOUDER = 4.0  # dB by which every fourth is louder
COMES = 0.01  # seconds in which it comes up, and so far after its tick an event is there
CATCHES = 0.5  # seconds in which two thirds of the way to another grid are gone
NEAR = 1e-3  # ticks from its grid at which it is there


class Beat:
    """A gain that is a function of time alone, while the grid stays as it is.

    The same grid as ``dsp_grid`` draws onsets to. Where another tempo is chosen it goes on from
    where it is, and is drawn to the new grid within a second or two: no step that could click.
    """

    def __init__(self) -> None:
        self._count, self._glide = 0, Glide()
        self._period, self._astray = 0.0, 0.0  # samples; ticks

    def feed(self, block: np.ndarray, amount: float, period: float) -> np.ndarray:
        """A block (channels, n) with a beat, ``amount`` 0..1, of ``period`` frames a tick."""
        amount, samples, first = max(amount, 0.0), block.shape[1], self._count
        self._count += samples
        period *= RATE / RATES
        self._follow(first, period)
        astray = self._astray
        self._settle(samples)
        if self._glide.rests(amount):
            return block
        depth = self._glide.ramp(amount, samples)
        time = np.arange(first + 1, first + samples + 1)
        phase = _phase(time, period) + np.linspace(astray, self._astray, samples + 1)[1:]
        return block * gain(phase, depth, period)

    def _follow(self, first: int, period: float) -> None:
        """Take up another period where the phase is."""
        if self._period and period != self._period:
            phase = _phase(first, self._period) + self._astray - _phase(first, period)
            self._astray = float((phase + FOUR / 2) % FOUR - FOUR / 2)
        self._period = period

    def _settle(self, samples: int) -> None:
        """Let the phase go on towards its grid, which it reaches."""
        self._astray *= float(np.exp(-samples / RATE / CATCHES))
        if abs(self._astray) < NEAR:
            self._astray = 0.0


def _phase(sample: np.ndarray | int, period: float) -> np.ndarray:
    """Ticks since the beginning, at a sample of the stream."""
    return (np.asarray(sample) - COMES * RATE) / period


@compiled
def gain(phase: np.ndarray, depth: np.ndarray, period: float) -> np.ndarray:
    """The gain (n,) at phases in ticks of ``period`` samples, ``depth`` (n,) 0..1.

    It falls in dB and rises as half a cosine.
    """
    out = np.empty(len(phase), np.float32)
    for n in range(len(phase)):
        tick = np.floor(phase[n])
        since = phase[n] - tick
        low = -DEEPEST * since**BENDS - (LOUDER if tick % FOUR else 0.0)
        low = 10 ** (depth[n] * low / 20)
        rise = (since - 1) * period / (COMES * RATE) + 1
        if rise > 0:
            high = 10 ** (depth[n] * (-LOUDER if (tick + 1) % FOUR else 0.0) / 20)
            low += (high - low) * (0.5 - 0.5 * np.cos(np.pi * min(rise, 1.0)))
        out[n] = low
    return out
