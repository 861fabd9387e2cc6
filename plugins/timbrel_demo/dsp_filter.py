"""Linear filters, from silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.signal import butter, lfilter, sosfilt

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

RATE = 48000


def filtered(top: ArrayLike, bottom: ArrayLike, sound: np.ndarray) -> np.ndarray:
    """The sound (frames,) through top(z) / bottom(z)."""
    return np.asarray(lfilter(top, bottom, sound))


def band(
    sound: np.ndarray, kind: str, hertz: float | tuple[float, float], order: int = 1
) -> np.ndarray:
    """The sound (..., frames) through a Butterworth filter: lowpass, highpass or bandpass."""
    return np.asarray(sosfilt(butter(order, hertz, kind, fs=RATE, output="sos"), sound, axis=-1))
