"""Space, downwards: tails fall more steeply, band by band."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_spectrum as spectrum

STROKE, PAD = (2.0, 30.0), (3.0, 5.0)
"""dB more for each dB that a band has fallen, at the knob's end, and dB a second by which a peak
that is past counts less: a stroke may be followed by a softer one, a pad's tails fall slowly."""
AT_ONCE = 2.0  # dB under its last peak from which on a band is a tail
DEEPEST = 50.0  # dB
WIDTH = 7  # bands that are judged together


def dried(sound: np.ndarray, amount: float, pad: bool = False) -> np.ndarray:
    """A sound (channels, samples) with shorter tails, ``amount`` 0..1: downward expansion."""
    frames = spectrum.spectra(sound, spectrum.centres(sound.shape[1]))
    power = 10 ** (spectrum.envelope(frames) / 10)
    wide = 10 * np.log10(_evened(power) + spectrum.SILENCE)
    steeper, forgets = PAD if pad else STROKE
    forgotten = forgets * np.arange(len(frames))[:, None] * spectrum.HOP / spectrum.RATE
    peak = np.maximum.accumulate(wide + forgotten, axis=0) - forgotten
    gain = -steeper * amount * np.maximum(peak - wide - AT_ONCE, 0)
    return spectrum.sounded(frames, sound.shape[1], np.maximum(gain, -DEEPEST * amount))


def _evened(power: np.ndarray) -> np.ndarray:
    return ndimage.uniform_filter1d(ndimage.uniform_filter1d(power, 3, axis=0), WIDTH, axis=1)
