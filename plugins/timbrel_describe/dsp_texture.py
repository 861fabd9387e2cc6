"""Texture: from wholly tonal to wholly noise."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np

from timbrel_describe import dsp_erb as erb
from timbrel_describe import dsp_prepare as prepare

SHORTEST = 0.1  # seconds
SIZE, HOP = 4096, 2048
LOWEST, HIGHEST = 200.0, 16000.0
FLOOR = 1e-12


def texture(sound: np.ndarray) -> float:
    """0 for tones, 1 for Gaussian noise of any colour.

    Spectral flatness (MPEG-7, ISO/IEC 15938-4 AudioSpectrumFlatness) within third-octave bands,
    where a tilt of the whole spectrum is no tone, as a share of what noise has there, weighted
    by the loudness of band and frame.
    """
    if prepare.seconds(sound) < SHORTEST:
        return float("nan")
    flat, loudness = _flatness(sound[prepare.LEAD :])
    if not loudness.sum() > 0:
        return float("nan")
    share = np.clip(flat / _noise(), 0, 1.5)
    return float(min((share * loudness).sum() / loudness.sum(), 1.0))


def _flatness(body: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Flatness and loudness of each third-octave band, (T, bands) each."""
    power = erb.powers(body, SIZE, HOP) + FLOOR
    flat, loudness = [], []
    for low, high in _edges():
        part = power[:, low:high]
        mean = part.mean(axis=1)
        flat.append(np.exp(np.log(part).mean(axis=1)) / mean)
        loudness.append(erb.specific(part.sum(axis=1)))
    return np.stack(flat, axis=1), np.stack(loudness, axis=1)


@cache
def _edges() -> list[tuple[int, int]]:
    """First bin and the one after the last of each third of an octave."""
    count = int(np.floor(3 * np.log2(HIGHEST / LOWEST)))
    corners = np.round(LOWEST * 2 ** (np.arange(count + 1) / 3) * SIZE / prepare.RATE)
    return [(int(a), int(b)) for a, b in pairwise(corners)]


@cache
def _noise() -> np.ndarray:
    """The mean flatness that Gaussian noise has in each band: less is seen of a narrow one."""
    noise = np.random.default_rng(0).standard_normal(6 * prepare.RATE)
    return _flatness(0.05 * noise)[0].mean(axis=0)
