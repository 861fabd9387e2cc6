"""What each event is like by itself: the qualities that the knobs name, as it was recorded."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy import fft, ndimage, signal, special

from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_smooth import cam

if TYPE_CHECKING:
    from timbrel_grain.dsp_catalog import Catalogue
    from timbrel_grain.dsp_store import Store

# Those that a knob moves, and those that no knob is to move along.
NAMES = ("warmth",)
ASIDE = ("texture", "space", "attack", "roughness", "loudness", "length")
FLOOR = 45.0  # dB under a band's loudest moment, below which nothing falls
FALL = 14  # frames of 10.7 ms over which a fall is measured, 150 ms
LEAST, ALIKE = 1e-12, 1e-9
EXPONENT = 0.3  # specific loudness from energy
QUICK, EVERY = 512, 96  # samples of a frame that beating is seen in, and between two
BEATS = (30.0, 150.0)  # Hz


def traits(catalogue: Catalogue, store: Store) -> np.ndarray:
    """Each event's qualities (E, NAMES + ASIDE), each by its rank as a normal deviate.

    So an odd one counts as the outermost and no more; a quality that all share is 0.
    """
    found = np.array([_event(row, store) for row in catalogue.table.tolist()])
    lengths = np.log2(catalogue.table[:, 2].astype(float))
    return np.stack([deviates(column) for column in (*found.T, lengths)], axis=1)


def deviates(values: np.ndarray) -> np.ndarray:
    """Values (E,) as normal deviates of their ranks, equal ones alike; what is nan is usual."""
    known = np.isfinite(values)
    whole = np.where(known, values, np.median(values[known]) if known.any() else 0.0)
    if np.ptp(whole) < ALIKE:
        return np.zeros(len(whole), np.float32)
    _, place, count = np.unique(whole, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - count / 2
    return special.ndtri(middle[place] / len(whole)).astype(np.float32)


def _event(row: list[int], store: Store) -> tuple[float, ...]:
    """Warmth, texture, space, attack, roughness and loudness of an event of the catalogue."""
    piece, start, frames = row[:3]
    own = store.pieces[piece]
    middles = own.middles(np.arange(start, start + frames))
    power = (np.abs(spectrum.spectra(own.sound(), middles)) ** 2).mean(axis=1)
    bands = power @ _bank()
    specific = (bands + LEAST) ** EXPONENT
    mean = specific.mean(axis=0)
    sound = own.sound()[:, max(middles[0], 0) : max(middles[-1], 1)].mean(axis=0)
    return (
        _warmth(mean),
        _flatness(power),
        _decay(bands, mean),
        _attack(specific.sum(axis=1)),
        _beating(sound),
        float(10 * np.log10(power.sum(axis=1).max() + LEAST)),
    )


def _warmth(specific: np.ndarray) -> float:
    """Loudness of 90 to 500 Hz against what lies over it, in dB."""
    edges = ((90, 500), (550, 1300), (1300, 16000))
    low, middle, high = (specific[_within(*edge)].mean() for edge in edges)
    return float(10 * np.log10(low / (middle + high / 4)))


def _flatness(power: np.ndarray) -> float:
    """Flatness within third octaves from 400 Hz, weighted by loudness."""
    total, weight = 0.0, 0.0
    for low, high in _thirds():
        part = power[:, low:high] + LEAST
        flat = np.exp(np.log(part).mean(axis=1)) / part.mean(axis=1)
        loud = part.sum(axis=1) ** EXPONENT
        total, weight = total + float((flat * loud).sum()), weight + float(loud.sum())
    return total / max(weight, LEAST)


def _beating(sound: np.ndarray) -> float:
    """How deeply broad bands beat together, 30 to 150 times a second, in dB."""
    if len(sound) < 8 * QUICK:
        return float("nan")
    frames = np.lib.stride_tricks.sliding_window_view(sound, QUICK)[::EVERY]
    window = np.hanning(QUICK).astype(np.float32)
    heard = np.abs(np.asarray(fft.rfft(frames * window, axis=1)))
    edges = np.round(250 * 2 ** (np.arange(11) / 2) * QUICK / spectrum.RATE).astype(int)
    bands = np.stack([heard[:, a : max(b, a + 1)].sum(axis=1) for a, b in pairwise(edges)], 1)
    moving = signal.sosfiltfilt(_mover(), bands, axis=0)
    slow = np.asarray(ndimage.uniform_filter1d(bands, 100, axis=0)) + 1e-9
    depth = moving / slow
    shared = (depth[:, 1:] * depth[:, :-1]).mean(axis=0)
    weights = np.sqrt(slow[:, 1:] * slow[:, :-1]).mean(axis=0)
    return float(10 * np.log10(max(np.average(shared, weights=weights), 0) + 1e-3))


def _decay(bands: np.ndarray, loud: np.ndarray) -> float:
    """log2 of the time that the steepest falls of the bands take, weighted by loudness."""
    level = 10 * np.log10(bands + LEAST)
    level = np.maximum(level, level.max(axis=0) - FLOOR)
    span = min(FALL, len(level) - 1)
    falls = np.percentile(level[:-span] - level[span:], 95, axis=0)
    return -float(np.log2(max(np.average(falls, weights=loud) / span, 0.05)))


def _attack(loud: np.ndarray) -> float:
    """The largest rise of loudness in two frames, as a share of the most there is."""
    before = np.concatenate([[0, 0], loud])[: len(loud)]
    return float((loud - before)[: max(len(loud) // 2, 4)].max() / loud.max())


@cache
def _cams() -> np.ndarray:
    return np.linspace(cam(50), cam(16000), 40)


@cache
def _within(low: float, high: float) -> np.ndarray:
    return (_cams() >= cam(low)) & (_cams() < cam(high))


@cache
def _bank() -> np.ndarray:
    """Triangles (BINS, 40) on the ERB scale."""
    bins = np.array([cam(b * spectrum.RATE / spectrum.SIZE) for b in range(spectrum.BINS)])
    middles = _cams()
    step = max(middles[1] - middles[0], 0.9)
    return np.clip(1 - np.abs(bins[:, None] - middles) / step, 0, None).astype(np.float32)


@cache
def _thirds() -> list[tuple[int, int]]:
    edges = np.round(400 * 2 ** (np.arange(17) / 3) * spectrum.SIZE / spectrum.RATE).astype(int)
    return [(int(a), int(b)) for a, b in pairwise(edges)]


@cache
def _mover() -> np.ndarray:
    return np.asarray(signal.butter(2, BEATS, "band", fs=spectrum.RATE / EVERY, output="sos"))
