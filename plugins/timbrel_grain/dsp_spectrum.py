"""The short-time spectrum: frames of 2048 samples every 512, and their energies in bands."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import fft

RATE = 48000
SIZE = 2048
HOP = 512
BINS = SIZE // 2 + 1
BANDS = 96
LOW, HIGH = 30.0, 20000.0
SILENCE = 1e-12  # band power of -120 dB, under the noise of 16 bits


def offset(sound: np.ndarray) -> np.ndarray:
    """The constant offset of each channel of a sound (channels, samples): (channels, 1).

    None of one under a fifth of a second: there the mean is a part of the sound.
    """
    if sound.shape[1] < RATE // 5:
        return np.zeros((len(sound), 1), np.float32)
    return sound.mean(axis=1, keepdims=True, dtype=np.float64).astype(np.float32)


def levelled(sound: np.ndarray) -> np.ndarray:
    """A sound (channels, samples) without its constant offset."""
    return sound - offset(sound)


@cache
def window() -> np.ndarray:
    """Periodic Hann window, (SIZE,): its squares at HOP add up to 1.5 everywhere."""
    turns = np.arange(SIZE) / SIZE
    return (0.5 - 0.5 * np.cos(2 * np.pi * turns)).astype(np.float32)


def centres(samples: int) -> np.ndarray:
    """The middles, in samples, of all frames that reach into a sound of so many: every HOP-th.

    The first lies one HOP before the sound and the last as far behind it: with these, overlap-add
    gives back every sample, the first and the last too.
    """
    return (np.arange(-(-samples // HOP) + 3) - 1) * HOP


def spectra(sound: np.ndarray, middles: np.ndarray) -> np.ndarray:
    """Windowed spectra of a sound (channels, samples) around the samples ``middles`` (T,).

    Returns (T, channels, BINS) complex64; beyond the ends of the sound there is silence.
    """
    half = SIZE // 2
    first = int(middles.min()) - half
    last = int(middles.max()) + half
    inside = sound[:, max(first, 0) : max(last, 0)]
    before = min(max(-first, 0), last - first)
    padded = np.pad(inside, ((0, 0), (before, last - first - before - inside.shape[1])))
    frames = np.lib.stride_tricks.sliding_window_view(padded, SIZE, axis=1)
    taken = frames[:, middles - half - first].transpose(1, 0, 2) * window()
    # Six times quicker than numpy's on rows of single precision.
    return np.asarray(fft.rfft(taken, axis=-1))


def sounded(frames: np.ndarray, samples: int) -> np.ndarray:
    """The sound (channels, samples) whose spectra at all its ``centres`` are ``frames``."""
    lead = HOP + SIZE // 2
    return overlapped(frames)[:, lead : lead + samples]


def overlapped(frames: np.ndarray) -> np.ndarray:
    """Spectra (T, channels, BINS) as sound (channels, (T - 1) * HOP + SIZE), by overlap-add.

    The synthesis window is the analysis window again, so frames that were left alone come back
    as they were (Griffin and Lim 1984); the outer SIZE / 2 samples, which only the flanks of
    windows cover, fade out instead.
    """
    pieces = np.fft.irfft(frames, SIZE, axis=-1) * window()
    count, channels = pieces.shape[:2]
    overlap = SIZE // HOP
    sound = np.zeros((channels, (count + overlap - 1) * HOP), np.float32)
    weight = np.zeros((count + overlap - 1) * HOP, np.float32)
    for part in range(overlap):
        span = slice(part * HOP, (part + 1) * HOP)
        section = pieces[:, :, span].transpose(1, 0, 2).reshape(channels, count * HOP)
        sound[:, part * HOP : (part + count) * HOP] += section
        weight[part * HOP : (part + count) * HOP] += np.tile(window()[span] ** 2, count)
    return sound / np.maximum(weight, 1)


@cache
def band_edges() -> np.ndarray:
    """The BANDS + 2 corners of the triangles in Hz, evenly spaced in mel (O'Shaughnessy 1987)."""
    low, high = (2595 * np.log10(1 + f / 700) for f in (LOW, HIGH))
    return 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)


@cache
def bank() -> np.ndarray:
    """Triangular weights (BINS, BANDS) of unit height; no band falls between two bins."""
    edges = np.maximum.accumulate(band_edges())
    freqs = np.arange(BINS) * RATE / SIZE
    spacing = RATE / SIZE
    centre = edges[1:-1]
    below = np.maximum(centre - edges[:-2], spacing)
    above = np.maximum(edges[2:] - centre, spacing)
    rise = 1 - (centre - freqs[:, None]) / below
    fall = 1 - (freqs[:, None] - centre) / above
    return np.clip(np.minimum(rise, fall), 0, None).astype(np.float32)


@cache
def spread() -> np.ndarray:
    """Weights (BANDS, BINS) that interpolate band values linearly over the bins."""
    centre = band_edges()[1:-1]
    freqs = np.arange(BINS) * RATE / SIZE
    place = np.interp(freqs, centre, np.arange(BANDS))
    left = np.minimum(place.astype(int), BANDS - 2)
    weights = np.zeros((BANDS, BINS), np.float32)
    weights[left, np.arange(BINS)] = 1 - (place - left)
    weights[left + 1, np.arange(BINS)] = place - left
    return weights


def envelope(frames: np.ndarray) -> np.ndarray:
    """Band energies (T, BANDS) in dB of spectra (T, channels, BINS), the mean of the channels.

    A full-scale sine has some 0 dB in the band that it lies in; a mono sound has the
    energies that it has when both loudspeakers play it.
    """
    scale = np.float32(1 / (window().sum() / 2) ** 2)
    power = (np.abs(frames) ** 2).mean(axis=1) * scale
    return 10 * np.log10(power @ bank() + np.float32(SILENCE))
