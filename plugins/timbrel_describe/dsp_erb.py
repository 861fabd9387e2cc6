"""Bands as the ear has them: equivalent rectangular bandwidths, and loudness within each."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import fft

from timbrel_describe.dsp_prepare import RATE

BANDS = 40
LOWEST, HIGHEST = 50.0, 16000.0
EXPONENT = 0.3  # specific loudness from energy (Stevens), as Peeters et al. 2011 have it
THRESHOLD = 1e-8  # energy of a band at -80 dB, that is not heard beside the rest


def cam(hertz: np.ndarray | float) -> np.ndarray:
    """ERB-rate in Cam of a frequency (Glasberg and Moore 1990)."""
    return 21.4 * np.log10(1 + 0.00437 * np.asarray(hertz))


def hertz(cams: np.ndarray | float) -> np.ndarray:
    return (10 ** (np.asarray(cams) / 21.4) - 1) / 0.00437


@cache
def centres() -> np.ndarray:
    """The middles of the bands in Cam, (BANDS,)."""
    return np.linspace(cam(LOWEST), cam(HIGHEST), BANDS)


@cache
def bank(size: int) -> np.ndarray:
    """Triangles (size // 2 + 1, BANDS) on the Cam scale that add up to one between the middles.

    None is narrower than a bin, so that no band is empty.
    """
    bins = np.arange(size // 2 + 1) * RATE / size
    middle, step = centres(), centres()[1] - centres()[0]
    width = np.maximum(step, cam(hertz(middle) + RATE / size) - middle)
    return np.clip(1 - np.abs(cam(bins)[:, None] - middle) / width, 0, None).astype(np.float32)


def powers(sound: np.ndarray, size: int, hop: int) -> np.ndarray:
    """Power spectra (T, size // 2 + 1) under a Hann window, a full-scale sine peaking at 0 dB."""
    window = np.hanning(size + 1)[:-1]
    padded = np.pad(sound, (0, max(size - len(sound), 0)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::hop]
    spectra = np.asarray(fft.rfft((frames * window).astype(np.float32), axis=1))
    return np.abs(spectra) ** 2 / (window.sum() / 2) ** 2


def energies(sound: np.ndarray, size: int = 2048, hop: int = 512) -> np.ndarray:
    """Energies (T, BANDS) of the bands."""
    return powers(sound, size, hop) @ bank(size)


def specific(energy: np.ndarray) -> np.ndarray:
    """Specific loudness of band energies, in units of its own; nothing below the threshold."""
    return np.maximum(energy**EXPONENT - THRESHOLD**EXPONENT, 0)


def weighted_median(values: np.ndarray, weights: np.ndarray) -> float:
    """The value that half of the weight lies below; nan where there is no weight."""
    if not weights.sum() > 0:
        return float("nan")
    order = np.argsort(values)
    share = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(share, share[-1] / 2)])
