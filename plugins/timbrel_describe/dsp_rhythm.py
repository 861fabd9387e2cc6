"""How a sound moves in time: density, pulse and attack."""

from __future__ import annotations

import numpy as np

from timbrel_describe import dsp_prepare as prepare
from timbrel_describe.dsp_onset import RATE, onsets

DENSITY, PULSE, RHYTHM = 2.0, 3.0, 0.5  # seconds that each needs at least
QUICKEST, SLOWEST = 0.2, 1.6  # seconds between two beats
EVEN = 1.5  # weight of evenness against counting, which saturates at 8 a second
BEFORE, AFTER, LATER = 4, 3, 30  # frames of 10 ms around an attack
BEGUN = 16  # frames after which the beginning of the whole is over
STILL = 0.02  # dB that the bands rise in the mean where something happens
STEADIEST = 0.05  # coefficient of variation below which nothing is told apart


def density(sound: np.ndarray) -> float:
    """Onsets per second as log2, and on from there how even the onset envelope is.

    Onsets by SuperFlux (Boeck and Widmer 2013); the coefficient of variation tells textures of
    more events than can be counted (McDermott and Simoncelli 2011).
    """
    if prepare.seconds(sound) < DENSITY:
        return float("nan")
    found = onsets(sound)
    count = len(found.peaks) / prepare.seconds(sound)
    inside = found.strength[BEGUN:]
    mean = inside.mean()
    uneven = inside.std() / mean if mean > STILL else 1 / STEADIEST
    return float(np.log2(0.5 + count) - EVEN * np.log2(max(uneven, STEADIEST)))


def pulse(sound: np.ndarray) -> float:
    """Pulse clarity, 0..1: the highest peak of the onset envelope's autocorrelation.

    Between 0.2 and 1.6 s, over its median there (Lartillot et al. 2008); 0 under 3 seconds.
    """
    if prepare.seconds(sound) < PULSE:
        return 0.0
    strength = onsets(sound).strength
    centred = strength - strength.mean()
    power = np.abs(np.fft.rfft(centred, 2 * len(centred))) ** 2
    likeness = np.fft.irfft(power)[: len(centred)]
    if likeness[0] < 1e-9 * len(centred):
        return 0.0
    lags = np.arange(round(QUICKEST * RATE), round(SLOWEST * RATE))
    shown = likeness[lags] / likeness[0] * len(centred) / (len(centred) - lags)
    return float(np.clip(shown.max() - np.median(shown), 0, 1))


def rhythm(sound: np.ndarray) -> float:
    """From ambient, 0, to rhythmic, 1: how much of the loudness an attack brings at once.

    The share of the loudness reached within 0.3 s of an attack that is there at once and was
    not before, over attacks weighted by their rise (of the family of log attack time, Peeters
    2004).
    """
    if prepare.seconds(sound) < RHYTHM:
        return float("nan")
    found = onsets(sound)
    if not len(found.peaks):
        return 0.0
    loudness = np.pad(found.loudness, (BEFORE, LATER), mode="edge")
    around = loudness[found.peaks[:, None] + np.arange(BEFORE + LATER)]
    before = around[:, :2].mean(axis=1)
    at_once = around[:, BEFORE : BEFORE + AFTER].max(axis=1)
    reached = around[:, BEFORE:].max(axis=1)
    rise = np.maximum(at_once - before, 0)
    if not rise.sum() > 0:
        return 0.0
    return float((rise * rise / reached).sum() / rise.sum())
