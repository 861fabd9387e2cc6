"""How a quantity moves through a sound."""

from __future__ import annotations

import numpy as np

from timbrel_demo.dsp_filter import RATE


def over(seconds: float, *points: tuple[float, float]) -> np.ndarray:
    """A line through (second, value) points, (frames,)."""
    time = np.arange(int(seconds * RATE)) / RATE
    places, values = zip(*points, strict=True)
    return np.interp(time, places, values)
