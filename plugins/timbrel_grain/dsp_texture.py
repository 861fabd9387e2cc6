"""Texture: an event's tones against its noise."""

from __future__ import annotations

from functools import cache

import numpy as np

from timbrel_grain import dsp_loops as loops
from timbrel_grain import dsp_partials as partials
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_compiled import compiled

LONG, WIDE = 11, 13  # frames and bins of the two means
FIRM = 4.0  # how firmly the mask takes noise away from tones at the knob's end
LEAST = 0.02
MENDS, TINY = 3.0, 1e-9  # dB that is given back to what the mask left, at most
REACH = 0.25  # octaves to either side over which the fine envelope is smooth
LEAST_BINS = 3  # and so many at least: a band of 60 Hz is a tone still
TURNS = np.exp(2j * np.pi * np.arange(256) / 256).astype(np.complex64)
ADDS = 2.0  # frames of random phase, spread out, windowed and laid over each other, have half


def textured(frames: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    """Spectra (T, channels, BINS), more tonal (amount to -1) or noisier (to +1).

    Tones and noise are told apart by what lasts and what is broad (after Fitzgerald 2010, by
    means of the level where he has medians).
    Below 0 the noise goes, and of a sound that is all noise steady partials are left; above 0 a
    copy of random phases under the same envelope takes over.
    """
    if amount < 0:
        mask = np.maximum(tonal(frames), LEAST) ** np.float32(FIRM * amount**2)
        return partials.instead(frames, mask * _coloured(frames, mask))
    turn = np.pi / 2 * amount**2
    drawn = rng.integers(0, len(TURNS), frames.shape, np.uint8)
    left = np.float32(np.cos(turn)) * (1 - np.float32(amount) * tonal(frames))
    out = np.float32(ADDS * np.sin(turn)) * TURNS
    return noisier(frames, left, out, drawn, *_around())


def tonal(frames: np.ndarray) -> np.ndarray:
    """How tonal each bin is, (T, BINS), 0..1: about half in noise."""
    level = np.log(loops.powers(frames) / np.float32(frames.shape[1]) + np.float32(1e-12))
    apart = broader(level, LONG // 2, WIDE // 2)
    np.clip(apart, -30, 30, out=apart)
    np.exp(apart, out=apart)
    apart += 1
    return np.reciprocal(apart, out=apart)


def broader(level: np.ndarray, long: int, wide: int) -> np.ndarray:
    """The mean over the bins within ``wide`` less that over the frames within ``long``.

    Beyond the ends as beyond a mirror.
    """
    return _broader(level[_mirror(len(level), long)][:, _mirror(level.shape[1], wide)], long, wide)


def _mirror(count: int, beyond: int) -> np.ndarray:
    """The places 0 to ``count``, and so many beyond either end, where those before it are seen."""
    places = np.arange(-beyond, count + beyond) % (2 * count)
    return np.minimum(places, 2 * count - 1 - places)


@compiled
def _broader(padded: np.ndarray, long: int, wide: int) -> np.ndarray:
    count, bins = padded.shape[0] - 2 * long, padded.shape[1] - 2 * wide
    out, lasting = np.zeros((count, bins), np.float32), np.zeros(bins, np.float64)
    for t in range(2 * long):
        lasting += padded[t, wide : wide + bins]
    for t in range(count):
        fresh, middle, old = padded[t + 2 * long], padded[t + long], padded[t]
        row = out[t]
        for shift in range(2 * wide + 1):
            part = middle[shift : shift + bins]
            for k in range(bins):
                row[k] += part[k]
        for k in range(bins):
            lasting[k] += fresh[wide + k]
            row[k] = row[k] / (2 * wide + 1) - lasting[k] / (2 * long + 1)
            lasting[k] -= old[wide + k]
    return out


@cache
def _around() -> tuple[np.ndarray, np.ndarray]:
    """The first bin, and the one after the last, that the envelope at each bin is made of."""
    bins = np.arange(spectrum.BINS)
    low = np.maximum(np.minimum(np.floor(bins * 2**-REACH), bins - LEAST_BINS), 0)
    high = np.maximum(np.ceil(bins * 2**REACH) + 1, bins + LEAST_BINS + 1)
    return low.astype(np.int64), np.minimum(high, spectrum.BINS).astype(np.int64)


def _coloured(frames: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The gain (T, BINS) that brings what a mask left back to the colour that was there.

    Where there is only noise its loudest partials stand for it: tonal is not dark.
    """
    power = loops.powers(frames) / np.float32(frames.shape[1])
    own, left = (smoothed(p, *_around()) for p in (power, power * mask**2))
    most = np.float32(10 ** (MENDS / 20))
    return np.minimum(np.sqrt((own + np.float32(TINY)) / (left + np.float32(TINY))), most)


@compiled
def smoothed(power: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The mean of energies (T, BINS) over half an octave around each bin."""
    out, summed = np.empty_like(power), np.zeros(power.shape[1] + 1, np.float64)
    for t in range(len(power)):
        for k in range(power.shape[1]):
            summed[k + 1] = summed[k] + power[t, k]
        for k in range(power.shape[1]):
            out[t, k] = max(summed[high[k]] - summed[low[k]], 0.0) / (high[k] - low[k])
    return out


@compiled
def noisier(
    frames: np.ndarray,
    left: np.ndarray,
    turns: np.ndarray,
    drawn: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> np.ndarray:
    """What is ``left`` (T, BINS) of spectra, and noise under their envelope, half an octave wide.

    ``drawn`` (T, channels, BINS) says which of the ``turns`` each bin of the noise has.
    """
    count, channels, bins = frames.shape
    out, summed = np.empty_like(frames), np.zeros(bins + 1, np.float64)
    for t in range(count):
        for c in range(channels):
            own, row, turn, rest = frames[t, c], out[t, c], drawn[t, c], left[t]
            for k in range(bins):
                power = own[k].real * own[k].real + own[k].imag * own[k].imag
                summed[k + 1] = summed[k] + power
            for k in range(bins):
                power = max(summed[high[k]] - summed[low[k]], 0.0) / (high[k] - low[k])
                row[k] = rest[k] * own[k] + np.float32(np.sqrt(power)) * turns[turn[k]]
    return out
