"""How loud an envelope is, and how much a sound lacks for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    from collections.abc import Callable

LEAD = spectrum.SIZE // 2 // spectrum.HOP + 1
MENDS = np.float32(12.0)  # dB by which an event is made as loud as was asked for


def missing(frames: np.ndarray, target: np.ndarray) -> np.float32:
    """By how much a sound is to be louder for its target (T, BANDS), where no grain had its bands.

    ``frames`` are its spectra at all its centres, LEAD of them before the target's first.
    """
    own = spectrum.envelope(frames[LEAD : LEAD + len(target)])
    lacks = loudness(target) - loudness(own)
    return np.float32(10 ** (min(max(lacks, -MENDS), MENDS) / 20))


def quieter(own: np.ndarray, moved: np.ndarray) -> np.float32:
    """By how many dB ``moved`` (T, BANDS) is to be raised, to be as loud as ``own``.

    Less where a stroke of it would be louder than the loudest frame was: the limiter takes that
    back, and with it 30 ms of all that sounds.
    """
    mean = loudness(own) - loudness(moved)
    return np.minimum(mean, loudness(own, np.max) - loudness(moved, np.max))


def loudness(
    envelope: np.ndarray, over: Callable[[np.ndarray], np.float32] = np.mean
) -> np.float32:
    """Level in dB of an envelope (T, BANDS): energies, those over 1.5 kHz raised by 4 dB.

    About as ITU-R BS.1770-5 weighs them; of all frames together, or ``over`` them otherwise.
    """
    energies = np.exp(envelope * np.float32(np.log(10) / 10)) @ _heard()
    return np.float32(10 * np.log10(over(energies) + spectrum.SILENCE))


@cache
def _heard() -> np.ndarray:
    """How much of each band's energy counts."""
    return np.where(spectrum.band_edges()[1:-1] > 1500, 2.5, 1).astype(np.float32)
