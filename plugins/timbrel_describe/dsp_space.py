"""Space: how slowly the steepest decays of a sound die away."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from timbrel_describe import dsp_erb as erb
from timbrel_describe import dsp_prepare as prepare

SHORTEST = 1.5  # seconds
SIZE, HOP = 2048, 480
SPAN = 15  # frames of 10 ms over which a fall is measured
SMOOTH = 5  # frames over which the chance of noise is evened out
FLOOR = 45.0  # dB under a band's loudest moment, below which nothing falls
STEEPEST = 98.0  # per cent of all falls that are less steep
LEAST = 3.0  # dB in a span; of less it cannot be said that anything decays


def space(sound: np.ndarray) -> float:
    """log2 of the seconds in which the steepest decay would fall by 60 dB; nan without a decay.

    A room bounds how fast anything can die away in it (Ratnam et al. 2003); so the steepest fall
    that is seen in each ERB band, median over bands by loudness, tells the room and not the
    instrument.
    """
    if prepare.seconds(sound) < SHORTEST:
        return float("nan")
    energy = erb.energies(sound[prepare.LEAD :], SIZE, HOP)
    energy = ndimage.uniform_filter1d(energy.astype(np.float64), SMOOTH, axis=0).clip(0)
    level = 10 * np.log10(energy + 1e-14)
    level = np.maximum(level, level.max(axis=0) - FLOOR)
    falls = np.percentile(level[:-SPAN] - level[SPAN:], STEEPEST, axis=0)
    loudness = erb.specific(energy).mean(axis=0)
    fall = erb.weighted_median(falls, loudness)
    if not fall >= LEAST:
        return float("nan")
    return float(np.log2(60 * SPAN * HOP / prepare.RATE / fall))
