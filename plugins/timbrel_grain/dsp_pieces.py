"""Density, upwards: a pad is heard in pieces that begin suddenly and die away."""

from __future__ import annotations

import numpy as np

from timbrel_grain.dsp_onset import BEFORE
from timbrel_grain.dsp_smooth import smoothed
from timbrel_grain.dsp_spectrum import RATE

FEWEST, MOST = 9.0, 10.0  # pieces a second: more than noise has flutters, and as the ear counts
DEEP = 0.4  # of the knob, from where on they stand apart wholly
FALLS = 2.5  # e-folds that a piece falls by until the next
JITTER = 0.25  # of its length that the next may come sooner or later
SOFTER = 6.0  # dB by which the softest is under the loudest
COMES = 0.004  # seconds


def in_pieces(sound: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    """A sound (channels, samples) in pieces, ``amount`` 0..1, in its own order and as loud.

    Its beating is evened out: at ten beginnings a second it would grate.
    """
    apart = min(amount / DEEP, 1.0)
    gain = _gain(sound.shape[1], FEWEST * (MOST / FEWEST) ** amount, apart, rng)
    return smoothed(sound, apart) * (gain / np.sqrt((gain**2).mean()))


def _gain(samples: int, rate: float, apart: float, rng: np.random.Generator) -> np.ndarray:
    """Gains (samples,): each piece falls by as many dB each moment, and the next comes at once."""
    count = int(samples / RATE * rate / (1 - JITTER)) + 2
    gaps = RATE / rate * (1 + JITTER * rng.uniform(-1, 1, count))
    begins = BEFORE + np.concatenate([[0], np.cumsum(gaps[:-1])])
    loud = -SOFTER * np.log(10) / 20 * apart * rng.random(count)
    places = np.stack([begins, begins + COMES * RATE], axis=1)
    levels = np.stack([np.concatenate([loud[:1], loud[:-1] - FALLS * apart]), loud], axis=1)
    return np.exp(np.interp(np.arange(samples), places.ravel(), levels.ravel()).astype(np.float32))
