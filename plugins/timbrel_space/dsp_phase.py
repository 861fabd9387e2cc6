"""Minimum phase, and what of a measured response is pure delay beside it."""

from __future__ import annotations

import numpy as np

FLOOR = 1e-5
BAND = (300.0, 1500.0)  # Hz in which the delay is read: there the ear goes by phase
FINER = 16  # times, between the samples


def minimum(levels: np.ndarray) -> np.ndarray:
    """Spectra (..., bins) of the minimum-phase responses with these magnitudes (..., bins).

    By the folded cepstrum (Oppenheim and Schafer 1975).
    """
    size = 2 * (levels.shape[-1] - 1)
    cepstrum = np.fft.irfft(np.log(np.maximum(levels, FLOOR)), axis=-1)
    fold = np.zeros(size)
    fold[0] = fold[size // 2] = 1
    fold[1 : size // 2] = 2
    return np.exp(np.fft.rfft(cepstrum * fold, axis=-1))


def delays(spectra: np.ndarray, rate: float, longest: float = 0.004) -> np.ndarray:
    """Seconds (...) by which responses (..., bins) come later than their minimum-phase parts.

    Where the two correlate most from 300 to 1500 Hz, all frequencies weighing the same (after
    Nam, Abel and Smith 2008; Knapp and Carter 1976), read between the samples.
    """
    size = 2 * (spectra.shape[-1] - 1)
    hertz = np.fft.rfftfreq(size, 1 / rate)
    cross = spectra * np.conj(minimum(np.abs(spectra)))
    cross *= ((hertz > BAND[0]) & (hertz < BAND[1])) / np.maximum(np.abs(cross), FLOOR**2)
    alike = np.fft.irfft(cross, size * FINER, axis=-1)[..., : round(longest * rate * FINER)]
    peak = np.clip(alike.argmax(axis=-1), 1, alike.shape[-1] - 2)[..., np.newaxis]
    left, here, right = (np.take_along_axis(alike, peak + at, -1)[..., 0] for at in (-1, 0, 1))
    vertex = 0.5 * (left - right) / (left - 2 * here + right)
    return (peak[..., 0] + vertex) / (rate * FINER)
