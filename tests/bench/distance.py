"""How far a rendered sound is from the recording it should sound like, in dB."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import soundfile
import soxr

if TYPE_CHECKING:
    from pathlib import Path

RATE = 48000
FFT = 2048
HOP = 512
BANDS = 128
RANGE_DB = 70.0


def loaded(path: Path) -> np.ndarray:
    """The mean of a file's channels at 48 kHz, shape (frames,), float64."""
    samples, rate = soundfile.read(path, always_2d=True, dtype="float64")
    mono = samples.mean(axis=1)
    return mono if rate == RATE else soxr.resample(mono, rate, RATE, quality="VHQ")


def mel_db(source: np.ndarray, render: np.ndarray) -> float:
    """Mean absolute difference of 128-band log-mel energies over all frames and bands, in dB."""
    ours, theirs = (spectrum @ mel_bands().T for spectrum in _spectra(source, render))
    return float(np.mean(np.abs(_floored(ours, ours) - _floored(theirs, ours))))


def spectral_db(source: np.ndarray, render: np.ndarray) -> float:
    """Log-spectral distance in dB: RMS over the bins of a frame, then the mean over frames."""
    ours, theirs = _spectra(source, render)
    difference = _floored(ours, ours) - _floored(theirs, ours)
    return float(np.mean(np.sqrt(np.mean(difference**2, axis=1))))


def _spectra(source: np.ndarray, render: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Power of both, the render brought to the source's RMS, the shorter filled with silence."""
    frames = max(len(source), len(render))
    source, render = (np.pad(x, (0, frames - len(x))) for x in (source, render))
    loudness = np.sqrt(np.mean(render**2))
    if loudness > 0:
        render = render * (np.sqrt(np.mean(source**2)) / loudness)
    return power(source), power(render)


def power(sound: np.ndarray, fft: int = FFT) -> np.ndarray:
    """Power spectrum of centred Hann frames, shape (times, 1 + fft / 2)."""
    padded = np.pad(sound, fft // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, fft)[::HOP]
    window = np.hanning(fft + 1)[:-1]
    return np.abs(np.fft.rfft(frames * window, axis=1)) ** 2


def _floored(energies: np.ndarray, source: np.ndarray) -> np.ndarray:
    """In dB, nothing lower than 70 dB under the loudest of the source."""
    floor = max(source.max() * 10 ** (-RANGE_DB / 10), np.finfo(float).tiny)
    return 10 * np.log10(np.maximum(energies, floor))


@cache
def mel_bands() -> np.ndarray:
    """Triangles of height one, equally spaced in mel (O'Shaughnessy 1987), shape (128, 1025)."""
    top = 2595 * np.log10(1 + RATE / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, BANDS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(FFT, 1 / RATE)
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    return np.maximum(0, np.minimum(rising, falling))
