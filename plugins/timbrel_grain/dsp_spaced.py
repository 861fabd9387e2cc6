"""What density does to one sound: a pad holds still or comes in pieces, others are cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_grain import dsp_drone as drone
from timbrel_grain import dsp_span as span
from timbrel_grain.dsp_calm import calmed
from timbrel_grain.dsp_pieces import in_pieces

if TYPE_CHECKING:
    import numpy as np

    from timbrel_grain.dsp_catalog import Catalogue
    from timbrel_grain.dsp_walk import Step

PIECES = 4  # which of a step's own draws are for them


def spaced(
    sound: np.ndarray, catalogue: Catalogue, step: Step, left: int, density: float
) -> np.ndarray:
    """A step's sound (channels, samples), ``left`` frames of its event, as the density has it.

    The very same where nothing is done to it.
    """
    if density and drone.pad(catalogue, step.event):
        if density < 0:
            return calmed(sound, -density)
        return in_pieces(sound, density, step.draws(PIECES))
    dying = span.dying(sound.shape[1], catalogue.table[step.event], left, density)
    return sound if dying is None else sound * dying
