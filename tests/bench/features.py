"""A second of sound as 48 classical features that do not depend on its level."""

from __future__ import annotations

from functools import cache

import librosa
import numpy as np
from scipy import fft
from tests.bench.distance import FFT, HOP, RATE

QUIET, RANGE_DB = 50.0, 70.0  # dB under the loudest: not compared, and not heard
TINY = 1e-12


def seconds(mono: np.ndarray) -> np.ndarray:
    """The features (N, 48) of each second, half a second apart, of a sound at 48 kHz.

    A shorter sound is one second; one that lies QUIET under the loudest sample is left out.
    """
    peak = np.abs(mono).max(initial=0.0)
    starts = range(0, max(len(mono) - RATE // 2, 1), RATE // 2) if len(mono) > RATE else (0,)
    parts = [mono[start : start + RATE] for start in starts]
    heard = [p for p in parts if np.sqrt(np.mean(p**2)) > peak * 10 ** (-QUIET / 20) > 0]
    return np.array([_described(part) for part in heard]).reshape(-1, 48)


def _described(mono: np.ndarray) -> np.ndarray:
    """20 MFCC of the mean spectrum; how its bands vary (13) and change (7); and eight others."""
    power = _spectra(mono)
    bands = power @ _mel().T + 1e-9
    decibels = 10 * np.log10(bands)
    decibels = np.maximum(decibels, decibels.max() - RANGE_DB)
    mean = 10 * np.log10(bands.mean(axis=0))
    mean = np.maximum(mean, mean.max() - RANGE_DB)
    change = np.abs(np.diff(decibels, axis=0)).mean(axis=0) if len(bands) > 1 else 0 * mean
    colour, varies, changes = _smooth(mean)[1:21], _smooth(decibels.std(axis=0)), _smooth(change)
    return np.concatenate([colour, varies[:13], changes[:7], _shape(power), _course(mono)])


def _smooth(bands: np.ndarray) -> np.ndarray:
    return np.asarray(fft.dct(bands, norm="ortho"))


def _shape(power: np.ndarray) -> np.ndarray:
    """Flatness in dB, and log2 of the centroid and the spread in Hz, of the mean spectrum (3,)."""
    hertz, mean = np.fft.rfftfreq(FFT, 1 / RATE), power.mean(axis=0) + TINY
    heard = mean[(hertz > 100) & (hertz < 16000)]
    flatness = 10 * np.log10(np.exp(np.log(heard).mean()) / heard.mean())
    centroid = np.average(hertz, weights=mean)
    spread = np.sqrt(np.average((hertz - centroid) ** 2, weights=mean))
    return np.array([flatness, np.log2(centroid + 20), np.log2(spread + 20)])


def _course(mono: np.ndarray) -> np.ndarray:
    """Zero crossings, crest in dB, quiet share, temporal centroid, steepest rise in dB (5,)."""
    energy = _spectra(mono).sum(axis=1) + TINY
    rises = np.diff(10 * np.log10(energy))
    time = np.arange(len(energy)) / max(1, len(energy) - 1)
    return np.array(
        [
            50 * np.mean(np.diff(np.signbit(mono)) != 0),
            20 * np.log10(np.abs(mono).max() / (np.sqrt(np.mean(mono**2)) + TINY)),
            5 * np.mean(energy < energy.mean() / 2),
            5 * np.average(time, weights=energy),
            np.percentile(rises, 98) if len(rises) > 3 else 0.0,
        ]
    )


def _spectra(mono: np.ndarray) -> np.ndarray:
    """Power spectra (T, 1 + FFT / 2), none of them beyond the sound's ends."""
    padded = np.pad(mono, (0, max(FFT - len(mono), 0)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT)[::HOP]
    window = np.hanning(FFT)
    return np.abs(np.fft.rfft(frames * window, axis=1)) ** 2 / (window**2).sum()


@cache
def _mel() -> np.ndarray:
    return librosa.filters.mel(
        sr=RATE, n_fft=FFT, n_mels=40, fmin=40, fmax=16000, htk=True, norm=None
    ).astype(np.float64)
