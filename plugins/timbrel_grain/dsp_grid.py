"""The pulse: onsets drawn to a grid, or scattered more than the recordings have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain.dsp_spectrum import HOP, RATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel_grain.dsp_catalog import Catalogue

RATES = RATE / HOP  # frames a second
QUICKEST, SLOWEST = RATES / 7, RATES * 1.2  # frames of a period
CLOSEST = 8  # frames between two onsets where it is dense: 12 a second
MOST = 6.0  # times as sparse at the end of its knob
SCATTER = 0.8  # deviation of the logarithm of a gap, at the knob's lower end
EASES = 1.2  # deviations from the grid shrink with (1 - pulse) to this power
ACCENT, WEAK = 6.0, -1.5  # dB of every fourth, and of the others
FOUR = 4
GRID = 3  # which of a step's own draws are for it
SLOWEST_TEMPO = 30.0


def spaced(gap: float, density: float) -> float:
    """Frames of a gap at a density: equal turns are equal ratios, to 12 a second at the end."""
    if density > 0:
        return gap * min(CLOSEST / gap, 1.0) ** density
    return gap * MOST**-density


class Grid:
    """A clock that runs as the recordings do, and a grid that the onsets can be drawn to."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._usual = float(np.median(catalogue.table[:, 3]))
        self._mean = float(np.mean(catalogue.table[:, 3]))
        self._clock = 0.0
        self._last = 0.0

    @property
    def seconds(self) -> float:
        return self._clock / RATES

    def onset(self, values: Mapping[str, float]) -> tuple[float, float]:
        """When the next onset is, in frames, and its accent in dB.

        An onset that lies anywhere between two ticks is off by 0.29 of a period in the mean, so
        drawing it nearer leaves a jitter of about 0.3 (1 - v)^1.2 of the period.
        """
        pulse = max(values.get("pulse", 0.0), 0.0)
        when, accent = self._clock, 0.0
        if pulse:
            period = self.period(values)
            tick = round(self._clock / period)
            when += (1 - (1 - pulse) ** EASES) * (tick * period - when)
            accent = pulse * (WEAK if tick % FOUR else ACCENT)
        self._last = max(self._last, when)  # a grid that moves does not turn time back
        return self._last, accent

    def advance(self, gap: int, values: Mapping[str, float], key: tuple[int, int]) -> None:
        """Let the clock go on by a gap in frames, an uncertain one if the pulse is under 0.

        Over 0 the gap is drawn to the beat, so that at 1 all are alike: on a grid where some ticks
        are left out and on others there are two onsets, hardly a beat is heard.
        """
        loose = SCATTER * max(-values.get("pulse", 0.0), 0.0)
        steady = max(values.get("pulse", 0.0), 0.0) ** 2
        if steady:
            self._clock += gap * (self.beat(values) / gap) ** steady
        elif loose:
            draw = np.random.default_rng((*key, GRID)).standard_normal()
            self._clock += gap * float(np.exp(loose * draw - loose**2 / 2))
        else:
            self._clock += gap

    def reach(self, clock: float) -> None:
        """Let the clock stand at so many frames at least: a knob may have cut a gap short."""
        self._clock = max(self._clock, clock)

    def beat(self, values: Mapping[str, float]) -> float:
        """Frames between two onsets of a steady pulse: as many ticks as the mean gap has."""
        period = self.period(values)
        return period * max(round(spaced(self._mean, values["density"]) / period), 1)

    def period(self, values: Mapping[str, float]) -> float:
        """Frames between two ticks: of the tempo or its power of two nearest to the usual gap."""
        usual = np.clip(spaced(self._usual, values["density"]), QUICKEST, SLOWEST)
        tempo = values.get("tempo", 0.0)
        if not tempo:
            octaves = np.log2(usual / np.clip(self._usual, QUICKEST, SLOWEST))
            period = np.clip(self._usual, QUICKEST, SLOWEST) * 2.0 ** round(float(octaves))
        else:
            beat = 60 / max(tempo, SLOWEST_TEMPO) * RATES
            period = beat * 2.0 ** round(float(np.log2(usual / beat)))
        while period < QUICKEST:
            period *= 2
        return float(period)
