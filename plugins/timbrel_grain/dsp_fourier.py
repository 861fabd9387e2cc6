"""Fourier transforms of rows, in the precision that they are given in."""

from __future__ import annotations

import numpy as np
from scipy import fft

from timbrel_grain import dsp_long as long

LONG = 8192  # samples from which on a square of short transforms is quicker

# SciPy's: on many rows of single precision six times quicker than NumPy's.


def rfft(rows: np.ndarray, size: int | None = None) -> np.ndarray:
    """Spectra (..., size // 2 + 1) of real rows (..., n), cut or filled up to ``size``."""
    return np.asarray(fft.rfft(rows, size, axis=-1))


def irfft(spectra: np.ndarray, size: int) -> np.ndarray:
    """Real rows (..., size) again."""
    return np.asarray(fft.irfft(spectra, size, axis=-1))


def through(rows: np.ndarray, size: int, factor: np.ndarray) -> np.ndarray:
    """Rows (R, n), filled up to ``size``, with spectra times ``factor`` (size // 2 + 1,)."""
    if size >= LONG and size % 2 == 0:
        return long.through(rows, size, factor)
    return irfft(rfft(rows, size) * factor, size)


def forth(rows: np.ndarray) -> np.ndarray:
    """Spectra (..., n) of complex rows (..., n)."""
    return np.asarray(fft.fft(rows, axis=-1))


def back(spectra: np.ndarray) -> np.ndarray:
    """Complex rows (..., n) again."""
    return np.asarray(fft.ifft(spectra, axis=-1))


def quick(size: int) -> int:
    """The least length from ``size`` on that is quick to transform."""
    return int(fft.next_fast_len(size, real=True) or size)
