"""Where in the spectrum a sound is loud: brightness and warmth."""

from __future__ import annotations

import numpy as np

from timbrel_describe import dsp_erb as erb
from timbrel_describe import dsp_prepare as prepare

SHORTEST = 0.02  # seconds
LOW, MIDDLE, HIGH = (90, 500), (550, 1300), (1300, 16000)  # Hz
LEAST = 1e-3  # share of the loudest band that is taken for the least there is


def brightness(sound: np.ndarray) -> float:
    """Centroid of specific loudness in Cam, frames weighted by their loudness.

    Peeters et al. 2011, The Timbre Toolbox, on its ERB representation.
    """
    loudness = _specific(sound)
    if loudness is None:
        return float("nan")
    return float((loudness @ erb.centres()).sum() / loudness.sum())


def warmth(sound: np.ndarray) -> float:
    """Loudness of 90-500 Hz against what lies above, in dB.

    Above are 550-1300 Hz and a quarter of 1.3-16 kHz: the pivot keeps it from being brightness
    upside down. After Pearce et al., AudioCommons D5.8.
    """
    loudness = _specific(sound)
    if loudness is None:
        return float("nan")
    mean = loudness.mean(axis=0)
    mean = mean + LEAST * mean.max()
    low, middle, high = (mean[_within(*edges)].mean() for edges in (LOW, MIDDLE, HIGH))
    return float(10 * np.log10(low / (middle + high / 4)))


def _specific(sound: np.ndarray) -> np.ndarray | None:
    if prepare.seconds(sound) < SHORTEST:
        return None
    return erb.specific(erb.energies(sound))


def _within(low: float, high: float) -> np.ndarray:
    middles = erb.hertz(erb.centres())
    return (middles >= low) & (middles <= high)
