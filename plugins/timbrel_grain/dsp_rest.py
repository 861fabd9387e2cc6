"""Of an event that is soon over only the beginning is made: what is known of the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_hold import colour
from timbrel_grain.dsp_swell import heard

SPARE = 4  # frames made beyond what is heard: the stages look ahead


@dataclass(frozen=True, slots=True)
class Rest:
    """By how much an event of ``samples`` differs from its beginning.

    In energy ``louder`` times, in the amplitude of its loudest moment ``higher`` times, and in
    ``colour`` (BANDS,) by so many dB.
    """

    samples: int
    louder: float
    higher: float
    colour: np.ndarray

    @classmethod
    def of(cls, envelope: np.ndarray, count: int) -> Rest:
        """From the envelope (T, BANDS) in dB of an event and the frames of its beginning."""
        power = np.exp(envelope * np.float32(np.log(10) / 10))
        level = power.sum(axis=1)
        begins = level[:count]
        return cls(
            samples=(len(envelope) - 1) * spectrum.HOP + spectrum.SIZE,
            louder=float(level.sum() / begins.sum()),
            higher=float((level.max() / begins.max()) ** 0.5),
            colour=colour(power) - colour(power[:count]),
        )


def sounding(frames: int, rhythm: float) -> int:
    """How many of an event's frames are made: of one that is struck, those that are heard."""
    samples = heard((frames - 1) * spectrum.HOP + spectrum.SIZE, rhythm)
    return min(frames, -(-samples // spectrum.HOP) + SPARE)
