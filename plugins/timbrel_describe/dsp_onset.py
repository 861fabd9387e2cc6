"""Where sounds begin, and how suddenly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from timbrel_describe import dsp_erb as erb
from timbrel_describe import dsp_prepare as prepare

SIZE, HOP = 1024, 480
RATE = prepare.RATE / HOP  # frames per second
DEPTH = 60.0  # dB under the loudest band, below which nothing rises
RISE = 2.0  # dB, mean over the bands, that an onset has at least
ABOVE = 1.0  # dB over the mean of its surroundings


@dataclass(frozen=True, slots=True)
class Onsets:
    """``strength`` (T,) in dB, ``loudness`` (T,), and the frames ``peaks`` where sounds begin."""

    strength: np.ndarray
    loudness: np.ndarray
    peaks: np.ndarray


def onsets(sound: np.ndarray) -> Onsets:
    """The onsets of a prepared sound: SuperFlux (Boeck and Widmer 2013) on ERB bands.

    The rise is measured against the maximum of neighbouring bands two frames before, so that a
    vibrato is none.
    """
    energy = erb.energies(sound, SIZE, HOP)
    level = 10 * np.log10(energy + 1e-14)
    level = np.maximum(level, level.max() - DEPTH)
    before = ndimage.maximum_filter1d(level[:-2], 3, axis=1)
    strength = np.concatenate([[0, 0], np.maximum(level[2:] - before, 0).mean(axis=1)])
    local = ndimage.uniform_filter1d(strength, 21)
    highest = strength == ndimage.maximum_filter1d(strength, 7)
    peaks = np.flatnonzero(highest & (strength > RISE) & (strength > local + ABOVE))
    return Onsets(strength, erb.specific(energy).sum(axis=1), peaks)
