"""Texture: an event's tones against its noise."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_spectrum as spectrum

LONG, WIDE = 11, 13  # frames and bins of the two means
FIRM = 4.0  # how firmly the mask takes noise away from tones at the knob's end
LEAST = 0.02
MENDS, TINY = 6.0, 1e-9  # dB that is given back to what the mask left, at most
REACH = 0.25  # octaves to either side over which the fine envelope is smooth
LEAST_BINS = 3  # and so many at least: a band of 60 Hz is a tone still
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
        return frames * (mask * _coloured(frames, mask))[:, None]
    turn = np.float32(np.pi / 2 * amount**2)
    left = 1 - np.float32(amount) * tonal(frames)
    return np.cos(turn) * left[:, None] * frames + np.sin(turn) * noisy(frames, rng)


def tonal(frames: np.ndarray) -> np.ndarray:
    """How tonal each bin is, (T, BINS), 0..1: about half in noise."""
    level = np.log((np.abs(frames) ** 2).mean(axis=1) + np.float32(1e-12))
    lasting = ndimage.uniform_filter1d(level, LONG, axis=0)
    broad = ndimage.uniform_filter1d(level, WIDE, axis=1)
    return 1 / (1 + np.exp(np.clip(broad - lasting, -30, 30)))


def _coloured(frames: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The gain (T, BINS) that brings what a mask left back to the colour that was there.

    Where there is only noise its loudest partials stand for it: tonal is not dark.
    """
    power = (np.abs(frames) ** 2).mean(axis=1)
    own, left = (smoothed(p) for p in (power, power * mask**2))
    return np.minimum(np.sqrt((own + TINY) / (left + TINY)), np.float32(10 ** (MENDS / 20)))


def noisy(frames: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Noise (T, channels, BINS) under the envelope of the spectra, half an octave wide."""
    drawn = rng.integers(0, len(TURNS), frames.shape, np.uint8)
    return TURNS[drawn] * (ADDS * np.sqrt(smoothed(np.abs(frames) ** 2))).astype(np.float32)


def smoothed(power: np.ndarray) -> np.ndarray:
    """The mean over half an octave around each bin, along the last axis."""
    power = np.cumsum(power, axis=-1, dtype=np.float64)
    power = np.concatenate([np.zeros_like(power[..., :1]), power], axis=-1)
    bins = np.arange(spectrum.BINS)
    low = np.maximum(np.minimum(np.floor(bins * 2**-REACH), bins - LEAST_BINS), 0).astype(int)
    high = np.maximum(np.ceil(bins * 2**REACH) + 1, bins + LEAST_BINS + 1)
    high = np.minimum(high, spectrum.BINS).astype(int)
    return np.maximum(power[..., high] - power[..., low], 0) / (high - low)
