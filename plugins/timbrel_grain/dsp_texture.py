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
        power = loops.powers(frames) / np.float32(frames.shape[1])
        return partials.instead(frames, _coloured(power, mask, *_around()))
    turn = np.pi / 2 * amount**2
    drawn = np.frombuffer(rng.bytes(frames.size), np.uint8).reshape(frames.shape)
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


@compiled
def broader(level: np.ndarray, long: int, wide: int) -> np.ndarray:
    """The mean over the bins within ``wide`` less that over the frames within ``long``.

    Beyond the ends of levels (T, BINS) as beyond a mirror.
    """
    count, bins = level.shape
    out, lasting = np.zeros((count, bins), np.float32), np.zeros(bins, np.float64)
    padded = np.empty(bins + 2 * wide, np.float32)
    for t in range(-long, long):
        lasting += level[_seen(t, count)]
    for t in range(count):
        padded[wide : wide + bins] = level[t]
        for k in range(wide):
            padded[k] = level[t, _seen(k - wide, bins)]
            padded[wide + bins + k] = level[t, _seen(bins + k, bins)]
        _summed(padded, 2 * wide + 1, out[t])
        fresh, old, row = level[_seen(t + long, count)], level[_seen(t - long, count)], out[t]
        for k in range(bins):
            lasting[k] += fresh[k]
            row[k] = row[k] / (2 * wide + 1) - lasting[k] / (2 * long + 1)
            lasting[k] -= old[k]
    return out


@compiled
def _seen(place: int, count: int) -> int:
    """What is seen at a place, of so many that stand before a mirror at either end."""
    place %= 2 * count
    return min(place, 2 * count - 1 - place)


@compiled
def _summed(row: np.ndarray, width: int, out: np.ndarray) -> None:
    """The sums of ``width`` neighbours each, added to ``out``; ``row`` is used up.

    Made of sums of one, two, four and so on: as many additions as the width has binary digits.
    """
    one, begin = 1, 0
    while one <= width:
        if width & one:
            part = row[begin : begin + len(out)]
            for k in range(len(out)):
                out[k] += part[k]
            begin += one
        for k in range(len(row) - 2 * one + 1):
            row[k] += row[k + one]
        one *= 2


@cache
def _around() -> tuple[np.ndarray, np.ndarray]:
    """The first bin, and the one after the last, that the envelope at each bin is made of."""
    bins = np.arange(spectrum.BINS)
    low = np.maximum(np.minimum(np.floor(bins * 2**-REACH), bins - LEAST_BINS), 0)
    high = np.maximum(np.ceil(bins * 2**REACH) + 1, bins + LEAST_BINS + 1)
    return low.astype(np.int64), np.minimum(high, spectrum.BINS).astype(np.int64)


@compiled
def _coloured(power: np.ndarray, mask: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """A mask (T, BINS), and what brings what it leaves of energies back to the colour they had.

    That is over half an octave around each bin. Where there is only noise its loudest partials
    stand for it: tonal is not dark.
    """
    count, bins = power.shape
    out, own, left = np.empty_like(mask), np.zeros(bins + 1), np.zeros(bins + 1)
    there, kept, most = np.empty(bins), np.empty(bins), 10 ** (2 * MENDS / 20)
    for t in range(count):
        for k in range(bins):
            own[k + 1] = own[k] + power[t, k]
            left[k + 1] = left[k] + power[t, k] * (mask[t, k] * mask[t, k])
        for k in range(bins):
            least = TINY * (high[k] - low[k])
            there[k] = max(own[high[k]] - own[low[k]], 0.0) + least
            kept[k] = max(left[high[k]] - left[low[k]], 0.0) + least
        for k in range(bins):
            out[t, k] = mask[t, k] * np.float32(np.sqrt(min(there[k] / kept[k], most)))
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
    width, power, level = (
        (high - low).astype(np.float64),
        np.empty(bins),
        np.empty(bins, np.float32),
    )
    for t in range(count):
        for c in range(channels):
            own, row, turn, rest = frames[t, c], out[t, c], drawn[t, c], left[t]
            for k in range(bins):
                energy = own[k].real * own[k].real + own[k].imag * own[k].imag
                summed[k + 1] = summed[k] + energy
            # Step by step: what looks things up takes no roots of many numbers at once.
            for k in range(bins):
                power[k] = summed[high[k]] - summed[low[k]]
            for k in range(bins):
                level[k] = np.sqrt(max(power[k], 0.0) / width[k])
            for k in range(bins):
                again = turns[turn[k]]
                re = rest[k] * own[k].real + level[k] * np.real(again)
                row[k] = complex(re, rest[k] * own[k].imag + level[k] * np.imag(again))
    return out
