"""An event that was changed keeps the loudness and the colour that it had."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_spectrum as spectrum

POWER = 0.3  # specific loudness is energy to this power (Zwicker and Fastl 1999)
WIDTH = 11  # bands over which the colour is compared
MOST = 12.0  # dB that a band is changed by
LOUDER = 4.0  # times that the whole is raised
DEPTH = 1e-6  # of the loudest band, under which nothing is compared
GRAIN = 4096  # samples that a transform's length is a multiple of


def held(changed: np.ndarray, own: np.ndarray) -> np.ndarray:
    """``changed`` (channels, samples) with the energy and mean specific loudness of ``own``.

    Loudness and not energy decides the colour, since a long quiet tail is heard as much as a
    short loud beginning.
    """
    gain = np.clip(_colour(own) - _colour(changed), -MOST, MOST)
    samples = changed.shape[1]
    size = (samples + GRAIN) // GRAIN * GRAIN
    bins = np.fft.rfftfreq(size, 1 / spectrum.RATE)
    curve = np.interp(bins, _middles(), gain - gain.mean())
    whole = np.fft.rfft(changed, size, axis=1) * (10 ** (curve / 20)).astype(np.float32)
    sound = np.fft.irfft(whole, size, axis=1)[:, :samples].astype(np.float32)
    there, wanted = (float((s.astype(np.float64) ** 2).sum()) for s in (sound, own))
    return sound * np.float32(min((wanted / max(there, 1e-12)) ** 0.5, LOUDER))


def _colour(sound: np.ndarray) -> np.ndarray:
    """The level in dB of each band (BANDS,) that a steady sound as loud would have."""
    middles = np.arange(0, sound.shape[1] + spectrum.HOP, 2 * spectrum.HOP)
    power = 10 ** (spectrum.envelope(spectrum.spectra(sound, middles)) / 10)
    power = ndimage.uniform_filter1d(power, WIDTH, axis=1)
    loudness = (np.maximum(power, power.max() * DEPTH) ** POWER).mean(axis=0)
    return 10 / POWER * np.log10(loudness)


@cache
def _middles() -> np.ndarray:
    return spectrum.band_edges()[1:-1]
