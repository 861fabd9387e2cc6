"""Density, downwards: a pad holds still, and keeps its slow course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_grain.dsp_smooth import smoothed

if TYPE_CHECKING:
    import numpy as np

FLUTTERS = (1.5, 60.0)  # times a second; what is quicker is heard as roughness
STILL = 0.2  # of the knob, from where on it does wholly
MOST = (20.0, 10.0)  # dB that a band is lowered and raised by


def calmed(sound: np.ndarray, amount: float) -> np.ndarray:
    """A sound (channels, samples) whose bands flutter less, ``amount`` 0..1.

    Each flutter of wind or of noise is heard as another small event, so what is sparse has none.
    """
    return smoothed(sound, min(amount / STILL, 1.0), FLUTTERS, MOST)
