"""The short-time spectrum: frames of 2048 samples every 512, and their energies in bands."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_fourier as fourier
from timbrel_grain import dsp_loops as loops

if TYPE_CHECKING:
    from collections.abc import Iterable

RATE = 48000
SIZE = 2048
HOP = 512
BINS = SIZE // 2 + 1
BANDS = 96
LOW, HIGH = 30.0, 20000.0
PART = 32  # frames transformed at a time: what is small lies in memory that is there already
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
    firsts = np.asarray(middles, np.int64) - SIZE // 2
    sound = np.ascontiguousarray(sound, np.float32)
    out = np.empty((len(firsts), len(sound), BINS), np.complex64)
    for part in range(0, len(firsts), PART):
        taken = loops.windowed(sound, firsts[part : part + PART], window())
        out[part : part + PART] = fourier.rfft(taken)
    return out


def sounded(frames: np.ndarray, samples: int, gain: np.ndarray | None = None) -> np.ndarray:
    """The sound (channels, samples) whose spectra at all its ``centres`` are ``frames``.

    Times a ``gain`` (T, BANDS) in dB, if there is one.
    """
    lead = HOP + SIZE // 2
    sound = overlapped(frames) if gain is None else weighted(frames, gain)
    return sound[:, lead : lead + samples]


def weighted(frames: np.ndarray, gain: np.ndarray) -> np.ndarray:
    """As ``overlapped``, times a gain (T, BANDS) in dB, interpolated over the bins."""
    some = (loops.times(frames[part], factors(gain[part])) for part in parts(len(frames)))
    return laid(some, *frames.shape[:2])


def overlapped(frames: np.ndarray) -> np.ndarray:
    """Spectra (T, channels, BINS) as sound (channels, (T - 1) * HOP + SIZE), by overlap-add.

    The synthesis window is the analysis window again, so frames that were left alone come back
    as they were (Griffin and Lim 1984); the outer SIZE / 2 samples, which only the flanks of
    windows cover, fade out instead.
    """
    return laid((frames[part] for part in parts(len(frames))), *frames.shape[:2])


def parts(count: int) -> list[slice]:
    """So many frames, PART at a time."""
    return [slice(start, min(start + PART, count)) for start in range(0, count, PART)]


def laid(some: Iterable[np.ndarray], count: int, channels: int) -> np.ndarray:
    """The same of spectra that are made ``some`` at a time, those of one of the ``parts``.

    No more of them than those is ever in memory.
    """
    lap = SIZE // HOP - 1
    sound = np.empty((channels, (count + lap) * HOP), np.float32)
    pieces = np.empty((lap + min(PART, count), channels, SIZE), np.float32)
    for part, frames in zip(parts(count), some, strict=True):
        fresh = part.stop - part.start
        pieces[lap : lap + fresh] = fourier.irfft(frames, SIZE)
        last = part.stop + lap if part.stop == count else part.stop
        loops.laid(pieces, part.start - lap, count, window(), HOP, part.start, last, sound)
        pieces[:lap] = pieces[fresh : fresh + lap].copy()
    return sound


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


def factors(gain: np.ndarray) -> np.ndarray:
    """Gains (T, BANDS) in dB as factors (T, BINS), interpolated over the bins."""
    curve = loops.over_bins(np.ascontiguousarray(gain, np.float32), *_places())
    return np.exp(curve, out=curve)


@cache
def _places() -> tuple[np.ndarray, np.ndarray]:
    """For each bin the band at or under it, and how far it is on the way to the next."""
    freqs = np.arange(BINS) * RATE / SIZE
    place = np.interp(freqs, band_edges()[1:-1], np.arange(BANDS))
    left = np.minimum(place.astype(np.int64), BANDS - 2)
    return left, (place - left).astype(np.float32)


def envelope(frames: np.ndarray) -> np.ndarray:
    """Band energies (T, BANDS) in dB of spectra (T, channels, BINS), the mean of the channels.

    A full-scale sine has some 0 dB in the band that it lies in; a mono sound has the
    energies that it has when both loudspeakers play it.
    """
    return 10 * np.log10(energies(frames))


def energies(frames: np.ndarray) -> np.ndarray:
    """The same as energies (T, BANDS), none of them under SILENCE."""
    scale = np.float32(1 / (window().sum() / 2) ** 2 / frames.shape[1])
    return loops.banded(frames, *_weights()) * scale + np.float32(SILENCE)


@cache
def _weights() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first bin of each band, the weights of all bands end to end, and where each begins."""
    low = np.array([np.flatnonzero(band)[0] for band in bank().T])
    parts = [band[np.flatnonzero(band)] for band in bank().T]
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])])
    return low, np.concatenate(parts), starts
