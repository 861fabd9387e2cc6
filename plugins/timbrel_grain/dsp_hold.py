"""An event that was changed keeps the loudness and the colour that it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_fourier as fourier
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_compiled import compiled

if TYPE_CHECKING:
    from timbrel_grain.dsp_rest import Rest

POWER = 0.3  # specific loudness is energy to this power (Zwicker and Fastl 1999)
WIDTH = 11  # bands over which the colour is compared
MOST = 12.0  # dB that a band is changed by
LOUDER = 4.0  # times that the whole is raised
DEPTH = 1e-6  # of the loudest band, under which nothing is compared
TAIL = 2048  # samples of silence that a transform has at least


def held(changed: np.ndarray, own: np.ndarray, rest: Rest | None = None) -> np.ndarray:
    """``changed`` (channels, samples) with the energy and mean specific loudness of ``own``.

    Loudness and not energy decides the colour, since a long quiet tail is heard as much as a
    short loud beginning. Where ``own`` is only the beginning, ``rest`` says what comes after it.
    """
    wanted = _colour(own) + (rest.colour if rest else 0)
    gain = np.clip(wanted - _colour(changed), -MOST, MOST)
    samples = changed.shape[1]
    size = fourier.quick(samples + TAIL)
    factor = spectrum.factors((gain - gain.mean())[None])[0]
    sound = fourier.through(changed, size, joined(factor, size // 2 + 1))[:, :samples]
    there, energy = (float(np.vdot(s, s)) for s in (sound, own))
    energy *= rest.louder if rest else 1
    return sound * np.float32(min((energy / max(there, 1e-12)) ** 0.5, LOUDER))


def _colour(sound: np.ndarray) -> np.ndarray:
    """The level in dB of each band (BANDS,) that a steady sound as loud would have."""
    middles = np.arange(0, sound.shape[1] + spectrum.HOP, 2 * spectrum.HOP)
    return colour(spectrum.energies(spectrum.spectra(sound, middles)))


def colour(power: np.ndarray) -> np.ndarray:
    """The same of energies (T, BANDS)."""
    power = ndimage.uniform_filter1d(power, WIDTH, axis=1)
    loudness = (np.maximum(power, power.max() * DEPTH) ** POWER).mean(axis=0)
    return 10 / POWER * np.log10(loudness)


@compiled
def joined(factor: np.ndarray, count: int) -> np.ndarray:
    """Factors (M,) joined by straight lines: ``count`` points of them, ends included."""
    out, step = np.empty(count, np.float32), (len(factor) - 1) / max(count - 1, 1)
    for k in range(count):
        left = min(int(k * step), len(factor) - 2)
        low, high = factor[left], factor[left + 1]
        out[k] = low + (high - low) * (k * step - left)
    return out
