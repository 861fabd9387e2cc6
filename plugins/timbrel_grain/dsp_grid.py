"""The pulse: onsets drawn to a grid, or scattered more than the recordings have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain.dsp_span import lasts
from timbrel_grain.dsp_spectrum import HOP, RATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel_grain.dsp_catalog import Catalogue

RATES = RATE / HOP  # frames a second
MIDDLE = RATES / 3.5  # frames of a period: by a power of two 2.5 to 5 ticks a second
CLOSEST = 9  # frames between two onsets where it is dense: ten a second
MOST = 6.0  # times as sparse at the end of its knob
SCATTER = 0.8  # deviation of the logarithm of a gap, at the knob's lower end
EASES = 2.0  # deviations from the grid shrink with (1 - pulse) to this power
ACCENT, WEAK = 6.0, -1.5  # dB of every fourth, and of the others
FOUR = 4
TICKED = 3.0  # and of gaps from so many whole ticks to this one
SHORTEST = -1  # as a power of two, ticks of such a gap
GRID = 3  # which of a step's own draws are for it
SLOWEST_TEMPO = 30.0


def spaced(gap: float, density: float) -> float:
    """Frames of a gap at a density: equal turns are equal ratios, to ten a second at the end."""
    if density > 0:
        return gap * min(CLOSEST / gap, 1.0) ** density
    return gap * MOST**-density


class Grid:
    """A clock that runs as the recordings do, and a grid that the onsets can be drawn to."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.usual = usual(catalogue)
        self._lasts = lasts(catalogue.table)
        gaps = catalogue.table[:, 3]
        self._mean = float(np.mean(gaps[~self._lasts] if not self._lasts.all() else gaps))
        self._clock = 0.0
        self._last = 0.0

    @property
    def seconds(self) -> float:
        return self._clock / RATES

    def onset(self, values: Mapping[str, float]) -> tuple[float, float]:
        """When the next onset is, in frames, and its accent in dB.

        An onset that lies anywhere between two ticks is off by 0.29 of a period in the mean, so
        drawing it nearer leaves a jitter of about 0.3 (1 - v)^2 of the period.
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

    def advance(
        self, event: int, gap: int, values: Mapping[str, float], key: tuple[int, int]
    ) -> None:
        """Let the clock go on by the gap after an event, an uncertain one under 0."""
        loose = SCATTER * max(-values.get("pulse", 0.0), 0.0)
        if loose:
            draw = np.random.default_rng((*key, GRID)).standard_normal()
            self._clock += gap * float(np.exp(loose * draw - loose**2 / 2))
        else:
            self._clock += self.drawn(event, gap, values)

    def drawn(self, event: int, gap: float, values: Mapping[str, float]) -> float:
        """The gap after an event drawn to the beat, so that at 1 all are alike.

        On a grid where some ticks are left out and on others there are two onsets, hardly a beat
        is heard: so first to halves, twos, fours of a tick, and those then to the same.
        """
        free = 1 - max(values.get("pulse", 0.0), 0.0)
        if free == 1:
            return gap
        period = self.period(values)
        drawn = gap * (self._beat(event, gap, values) / gap) ** (1 - free**EASES)
        ticked = period * 2.0 ** max(round(float(np.log2(drawn / period))), SHORTEST)
        return drawn * (ticked / drawn) ** (1 - free**TICKED)

    def _beat(self, event: int, gap: float, values: Mapping[str, float]) -> float:
        """Frames from an event to the next where the pulse is steady.

        Strokes come at every tick at least, or no beat would be heard in them. What lasts
        keeps about its own gap: its beat is in its loudness.
        """
        period = self.period(values)
        if self._lasts[event]:
            return period * FOUR * max(round(gap / period / FOUR), 1)
        often = spaced(min(self._mean, period), values["density"])
        return period * 2.0 ** max(round(float(np.log2(often / period))), SHORTEST)

    def reach(self, clock: float) -> None:
        """Let the clock stand at so many frames at least: a knob may have cut a gap short."""
        self._clock = max(self._clock, clock)

    def period(self, values: Mapping[str, float]) -> float:
        """Frames between two ticks."""
        return ticks(self.usual, values)


def usual(catalogue: Catalogue) -> float:
    """Frames between two onsets of the recordings, as they are mostly."""
    return float(np.median(catalogue.table[:, 3]))


def ticks(gap: float, values: Mapping[str, float]) -> float:
    """Frames between two ticks: ``gap`` or the beat of the tempo, times a power of two.

    So that they are 2.5 to 5 a second, whatever the density: what is sparse leaves ticks out.
    """
    tempo = values.get("tempo", 0.0)
    beat = 60 / max(tempo, SLOWEST_TEMPO) * RATES if tempo else gap
    return beat * 2.0 ** round(float(np.log2(MIDDLE / beat)))
