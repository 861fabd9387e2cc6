"""Texture: an event's tones against its noise."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from timbrel_grain import dsp_spectrum as spectrum

LONG, WIDE = 11, 11  # frames and bins of the two medians
FIRM = 3.0  # how firmly the mask takes noise away from tones at the knob's end
LEAST = 0.02
REACH = 0.25  # octaves to either side over which the fine envelope is smooth
ADDS = 2.057**0.5  # frames of random phase, windowed twice and laid over each other, add up to less


def textured(frames: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    """Spectra (T, channels, BINS), more tonal (amount to -1) or noisier (to +1).

    Tones and noise are told apart by medians over time and over frequency (Fitzgerald 2010).
    Below 0 the noise goes; above 0 a copy of random phases under the same envelope takes over.
    """
    if amount < 0:
        mask = np.maximum(tonal(frames), LEAST) ** np.float32(-FIRM * amount)
        return frames * mask[:, None]
    turn = np.float32(np.pi / 2 * amount)
    left = 1 - np.float32(amount) * tonal(frames)
    return np.cos(turn) * left[:, None] * frames + np.sin(turn) * noisy(frames, rng)


def tonal(frames: np.ndarray) -> np.ndarray:
    """How tonal each bin is, (T, BINS), 0..1: about half in noise."""
    size = np.sqrt((np.abs(frames) ** 2).mean(axis=1)).astype(np.float32) + np.float32(1e-9)
    lasting, broad = _median(size.T, LONG).T ** 2, _median(size, WIDE) ** 2
    return lasting / (lasting + broad)


def noisy(frames: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Noise (T, channels, BINS) under the envelope of the spectra, half an octave wide."""
    power = np.cumsum(np.abs(frames) ** 2, axis=2, dtype=np.float64)
    power = np.concatenate([np.zeros_like(power[..., :1]), power], axis=2)
    bins = np.arange(spectrum.BINS)
    low = np.floor(bins * 2**-REACH).astype(int)
    high = np.minimum(np.ceil(bins * 2**REACH).astype(int) + 1, spectrum.BINS)
    smooth = np.sqrt(np.maximum(power[..., high] - power[..., low], 0) / (high - low))
    phase = rng.random(frames.shape, np.float32) * np.float32(2 * np.pi)
    return ADDS * smooth.astype(np.float32) * np.exp(1j * phase)


def _median(size: np.ndarray, width: int) -> np.ndarray:
    """Running median along the rows of (rows, n)."""
    half = width // 2
    around = sliding_window_view(np.pad(size, ((0, 0), (half, half)), mode="edge"), width, axis=1)
    return np.partition(around, half, axis=2)[..., half]
