"""Tension: how dissonant the tones of a sound are together, and how little they share a root."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from timbrel_describe import dsp_erb as erb
from timbrel_describe import dsp_prepare as prepare

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST = 0.5  # seconds
SIZE, HOP = 16384, 8192
LOWEST, HIGHEST = 60.0, 2500.0
PEAKS = 20
DEPTH = 45.0  # dB under the highest peak
STEADY = 0.012  # by how much a partial may move from one frame to the next
HARMONICS, FALL = 11, 0.75
CLASSES = 120  # steps of the octave in the profile of virtual pitches
DULL, CLEAR = 0.35, 0.65  # share of the energy in lasting peaks: noise has less, tones have more
ROUGH = (0.100, 0.042)  # mean and deviation over dyads and triads
HARMONIC = (0.523, 0.117)
MOST = 3.0  # deviations: a lone sine would have twice as many


def tension(sound: np.ndarray) -> float:
    """In deviations over the dyads and triads of harmonic tones, 0 being their mean.

    Half dissonance of up to 20 partials that last (Sethares 1993), half lack of harmonicity
    (Milne 2013; Harrison and Pearce 2020), faded to 0 where little is tonal.
    """
    return _averaged(sound, strain)


def clash(sound: np.ndarray) -> float:
    """The half that is dissonance, by itself."""
    return _averaged(sound, rough)


def rootless(sound: np.ndarray) -> float:
    """The half that is lack of harmonicity, by itself."""
    return _averaged(sound, lambda freqs, amps: -rooted(freqs, amps))


def _averaged(sound: np.ndarray, of: Callable[[np.ndarray, np.ndarray], float]) -> float:
    """What partials have of something, in the mean over frames by loudness; 0 where none last."""
    if prepare.seconds(sound) < SHORTEST:
        return float("nan")
    power = erb.powers(sound[prepare.LEAD :], SIZE, HOP)
    values, weights = [], []
    for now, after in pairwise(power):
        freqs, amps, share = lasting(now, after)
        tonal = float(np.clip((share - DULL) / (CLEAR - DULL), 0, 1))
        values.append(tonal * of(freqs, amps) if tonal else 0.0)
        weights.append(float(erb.specific(now.sum())))
    if not sum(weights) > 0:
        return float("nan")
    return float(np.average(values, weights=weights))


def strain(freqs: np.ndarray, amps: np.ndarray) -> float:
    """Tension of partials, half of it from each of the two measures; a lone one has the least."""
    return float(np.clip(0.5 * rough(freqs, amps) - 0.5 * rooted(freqs, amps), -MOST, MOST))


def rough(freqs: np.ndarray, amps: np.ndarray) -> float:
    return (dissonance(freqs, amps) - ROUGH[0]) / ROUGH[1]


def rooted(freqs: np.ndarray, amps: np.ndarray) -> float:
    return (harmonicity(freqs, amps) - HARMONIC[0]) / HARMONIC[1]


def lasting(now: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Partials of a frame that are in the next one too: Hz, amplitudes, share of the energy."""
    freqs, amps = _peaks(now)
    later, _ = _peaks(after)
    if not len(freqs) or not len(later):
        return freqs[:0], amps[:0], 0.0
    kept = (np.abs(later - freqs[:, None]) < STEADY * freqs[:, None]).any(axis=1)
    band = slice(round(LOWEST * SIZE / prepare.RATE), round(HIGHEST * SIZE / prepare.RATE))
    places = np.round(freqs[kept] * SIZE / prepare.RATE).astype(int)
    near = np.unique((places[:, None] + np.arange(-2, 3)).clip(0, len(now) - 1))
    return freqs[kept], amps[kept], float(now[near].sum() / max(now[band].sum(), 1e-14))


def _peaks(power: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The PEAKS highest peaks in order of frequency: Hz, between the bins, and amplitudes."""
    level = 10 * np.log10(power + 1e-14)
    low, high = (round(f * SIZE / prepare.RATE) for f in (LOWEST, HIGHEST))
    part = level[low:high]
    found = np.flatnonzero((part == ndimage.maximum_filter1d(part, 5)) & (part > -90))
    found = found[part[found] > part.max() - DEPTH] + low
    found = np.sort(found[np.argsort(level[found])[::-1][:PEAKS]])
    left, top, right = level[found - 1], level[found], level[found + 1]
    bend = np.minimum(left - 2 * top + right, -1e-9)
    shift = np.clip(0.5 * (left - right) / bend, -0.5, 0.5)
    return (found + shift) * prepare.RATE / SIZE, 10 ** (top / 20)


def dissonance(freqs: np.ndarray, amps: np.ndarray) -> float:
    """Sethares 1993, of amplitudes to the power 0.5, as a share of all pairs' weight."""
    if len(freqs) < 2:
        return 0.0
    strong = np.sqrt(amps / amps.max())
    a, b = np.triu_indices(len(freqs), 1)
    apart = np.abs(freqs[b] - freqs[a])
    scale = 0.24 / (0.0207 * np.minimum(freqs[a], freqs[b]) + 18.96)
    beat = np.exp(-3.51 * scale * apart) - np.exp(-5.75 * scale * apart)
    return float((strong[a] * strong[b] * beat).sum() / (strong**2).sum())


def harmonicity(freqs: np.ndarray, amps: np.ndarray) -> float:
    """Divergence in nat of the profile of virtual pitch classes from a flat one."""
    if not len(freqs):
        return 0.0
    order = np.arange(1, HARMONICS + 1)
    weight = np.sqrt(amps / amps.max())[:, None] * order**-FALL
    place = np.log2(freqs[:, None] / order) % 1 * CLASSES
    counts = np.bincount(np.round(place).astype(int).ravel() % CLASSES, weight.ravel(), CLASSES)
    profile = ndimage.gaussian_filter1d(counts, 1.5, mode="wrap")
    profile = profile / profile.sum() + 1e-12
    return float((profile * np.log(profile * CLASSES)).sum())
