"""Brightness: an event coloured as a whole, and no louder."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from timbrel_grain.dsp_loudness import quieter

BROAD = 17  # bands
FAINT = 35.0  # dB: what lies so far under the loudest band may be raised, twice as far not
HEARD = np.float32(0.03)  # of a level in dB, as a power of ten: loudness is energy to the power 0.3


def coloured(own: np.ndarray, moved: np.ndarray, most: float) -> np.ndarray:
    """An envelope (T, BANDS) in dB on its way to what it was ``moved`` to, by ``most`` at most.

    Only the broad course of that is taken, and one for the whole event: far from home the decoder
    draws lines, and grains made to fit them whistle; and what changes a stroke otherwise than what
    rings after it makes the stroke another one. As loud as before in the mean, or less.
    """
    heard = 10 ** (HEARD * own)
    change = (heard * np.clip(moved - own, -most, most)).sum(axis=0) / heard.sum(axis=0)
    change = ndimage.uniform_filter1d(change, BROAD)
    # What is hardly there is not raised: it is the recording's hiss.
    there = np.clip((own - own.max(axis=1, keepdims=True)) / FAINT + 2, 0, 1)
    envelope = own + np.where(change > 0, there * change, change)
    return envelope + quieter(own, envelope)
