"""What density does to one sound: a pad holds still or comes in pieces, others are cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_grain import dsp_span as span
from timbrel_grain.dsp_calm import calmed
from timbrel_grain.dsp_pieces import in_pieces

if TYPE_CHECKING:
    import numpy as np

    from timbrel_grain.dsp_walk import Step

PIECES = 4  # which of a step's own draws are for them


def spaced(
    sound: np.ndarray, row: np.ndarray, step: Step, left: int, density: float, pad: bool
) -> np.ndarray:
    """A step's sound (channels, samples), ``left`` frames of its event, as the density has it.

    ``row`` is the event's of the catalogue's table. The very same where nothing is done to it.
    """
    if density and pad:
        if density < 0:
            return calmed(sound, -density)
        return in_pieces(sound, density, step.draws(PIECES))
    dying = span.dying(sound.shape[1], row, left, density)
    return sound if dying is None else sound * dying
