"""The beat: all that sounds comes up at each tick of the pulse's grid, and falls until the next."""

from __future__ import annotations

import numpy as np

from timbrel_grain.dsp_compiled import compiled
from timbrel_grain.dsp_glide import Glide
from timbrel_grain.dsp_grid import FOUR, RATES
from timbrel_grain.dsp_spectrum import RATE

DEEPEST = 24.0  # dB that it has fallen by before the next tick, at the knob's end: first slowly
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
        last, now = self._glide.ends(amount)
        depth = last, (now - last) / samples
        away = astray, (self._astray - astray) / samples
        return block * gain(_phase(first, period), away, depth, period, samples)

    def _follow(self, first: int, period: float) -> None:
        """Take up another period where the phase is."""
        if self._period and period != self._period:
            phase = _phase(first, self._period) + self._astray - _phase(first, period)
            self._astray = (phase + FOUR / 2) % FOUR - FOUR / 2
        self._period = period

    def _settle(self, samples: int) -> None:
        """Let the phase go on towards its grid, which it reaches."""
        self._astray *= float(np.exp(-samples / RATE / CATCHES))
        if abs(self._astray) < NEAR:
            self._astray = 0.0


def _phase(sample: int, period: float) -> float:
    """Ticks since the beginning, at a sample of the stream."""
    return (sample - COMES * RATE) / period


@compiled
def gain(
    phase: float,
    away: tuple[float, float],
    depth: tuple[float, float],
    period: float,
    samples: int,
) -> np.ndarray:
    """The gain (samples,) after a phase in ticks of ``period`` samples.

    ``away`` is added to the phase, and ``depth`` is 0..1: what they were, and how much more with
    each sample. It falls in dB and rises as half a cosine.
    """
    out, decibel = np.empty(samples, np.float32), np.log(10) / 20
    for n in range(samples):
        place = phase + (n + 1) / period + away[0] + away[1] * (n + 1)
        deep = decibel * (depth[0] + depth[1] * (n + 1))
        tick = np.floor(place)
        since = place - tick
        low = -DEEPEST * since * np.sqrt(since) - (LOUDER if tick % FOUR else 0.0)
        low = np.exp(deep * low)
        rise = (since - 1) * period / (COMES * RATE) + 1
        if rise > 0:
            high = np.exp(deep * (-LOUDER if (tick + 1) % FOUR else 0.0))
            low += (high - low) * (0.5 - 0.5 * np.cos(np.pi * min(rise, 1.0)))
        out[n] = low
    return out
