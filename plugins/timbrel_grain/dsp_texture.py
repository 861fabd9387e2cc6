"""Texture: an event's tones against its noise."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_spectrum as spectrum

LONG, WIDE = 11, 13  # frames and bins of the two means
FIRM = 3.0  # how firmly the mask takes noise away from tones at the knob's end
LEAST = 0.02
REACH = 0.25  # octaves to either side over which the fine envelope is smooth
TURNS = np.exp(2j * np.pi * np.arange(256) / 256).astype(np.complex64)
ADDS = 2.0  # frames of random phase, spread out, windowed and laid over each other, have half


def textured(frames: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    """Spectra (T, channels, BINS), more tonal (amount to -1) or noisier (to +1).

    Tones and noise are told apart by what lasts and what is broad (after Fitzgerald 2010, by
    means of the level where he has medians).
    Below 0 the noise goes; above 0 a copy of random phases under the same envelope takes over.
    """
    if amount < 0:
        mask = np.maximum(tonal(frames), LEAST) ** np.float32(FIRM * amount**2)
        return frames * mask[:, None]
    turn = np.float32(np.pi / 2 * amount**2)
    left = 1 - np.float32(amount) * tonal(frames)
    return np.cos(turn) * left[:, None] * frames + np.sin(turn) * noisy(frames, rng)


def tonal(frames: np.ndarray) -> np.ndarray:
    """How tonal each bin is, (T, BINS), 0..1: about half in noise."""
    level = np.log((np.abs(frames) ** 2).mean(axis=1) + np.float32(1e-12))
    lasting = ndimage.uniform_filter1d(level, LONG, axis=0)
    broad = ndimage.uniform_filter1d(level, WIDE, axis=1)
    return 1 / (1 + np.exp(np.clip(broad - lasting, -30, 30)))


def noisy(frames: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Noise (T, channels, BINS) under the envelope of the spectra, half an octave wide."""
    power = np.cumsum(np.abs(frames) ** 2, axis=2, dtype=np.float64)
    power = np.concatenate([np.zeros_like(power[..., :1]), power], axis=2)
    bins = np.arange(spectrum.BINS)
    low = np.floor(bins * 2**-REACH).astype(int)
    high = np.minimum(np.ceil(bins * 2**REACH).astype(int) + 1, spectrum.BINS)
    smooth = np.sqrt(np.maximum(power[..., high] - power[..., low], 0) / (high - low))
    drawn = rng.integers(0, len(TURNS), frames.shape, np.uint8)
    return TURNS[drawn] * (ADDS * smooth).astype(np.float32)
