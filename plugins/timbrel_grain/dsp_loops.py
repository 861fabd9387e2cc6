"""Loops over frames and bins, under the short-time spectrum."""

from __future__ import annotations

import numpy as np

from timbrel_grain.dsp_compiled import compiled

LANES = 16  # numbers that are added at once, whether they are needed or not


@compiled
def windowed(sound: np.ndarray, firsts: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """Frames (T, channels, size) from the samples ``firsts`` on, under a window."""
    size, (channels, samples) = len(shape), sound.shape
    out = np.empty((len(firsts), channels, size), np.float32)
    for t in range(len(firsts)):
        begin = firsts[t]
        low, high = min(max(-begin, 0), size), max(min(size, samples - begin), 0)
        for c in range(channels):
            row = out[t, c]
            if low == 0 and high == size:
                own = sound[c, begin : begin + size]
                for i in range(size):
                    row[i] = own[i] * shape[i]
            else:
                row[:] = 0
                for i in range(low, high):
                    row[i] = sound[c, begin + i] * shape[i]
    return out


@compiled
def laid(
    pieces: np.ndarray,
    begin: int,
    count: int,
    shape: np.ndarray,
    hop: int,
    first: int,
    last: int,
    sound: np.ndarray,
) -> None:
    """Frames (n, channels, size) windowed and laid over each other, in a sound, ``hop`` apart.

    From the hop ``first`` up to ``last``; of ``count`` frames the first of these is number
    ``begin``. Divided by the sum of the windows' squares wherever that is over 1.
    """
    parts = len(shape) // hop
    for place in range(first, last):
        weight = np.zeros(hop, np.float32)
        sound[:, place * hop : (place + 1) * hop] = 0
        for part in range(max(0, place - count + 1), min(parts, place + 1)):
            own = shape[part * hop : (part + 1) * hop]
            for i in range(hop):
                weight[i] += own[i] * own[i]
            for c in range(len(sound)):
                row = sound[c, place * hop : (place + 1) * hop]
                piece = pieces[place - part - begin, c, part * hop : (part + 1) * hop]
                for i in range(hop):
                    row[i] += piece[i] * own[i]
        for c in range(len(sound)):
            row = sound[c, place * hop : (place + 1) * hop]
            for i in range(hop):
                row[i] /= max(weight[i], np.float32(1))


@compiled
def banded(
    frames: np.ndarray, low: np.ndarray, weights: np.ndarray, starts: np.ndarray
) -> np.ndarray:
    """Energies (T, BANDS) of spectra (T, channels, BINS), the sum of the channels."""
    count, channels, bins = frames.shape
    out, power = np.empty((count, len(low)), np.float32), np.empty(bins, np.float32)
    for t in range(count):
        power[:] = 0
        for channel in range(channels):
            own = frames[t, channel]
            for k in range(bins):
                power[k] += own[k].real * own[k].real + own[k].imag * own[k].imag
        for band in range(len(low)):
            share = weights[starts[band] : starts[band + 1]]
            part = power[low[band] : low[band] + len(share)]
            # Four sums at once: each addition waits for the one before it.
            a = b = c = d = np.float32(0)
            whole = len(share) // 4 * 4
            for k in range(0, whole, 4):
                a += share[k] * part[k]
                b += share[k + 1] * part[k + 1]
                c += share[k + 2] * part[k + 2]
                d += share[k + 3] * part[k + 3]
            for k in range(whole, len(share)):
                a += share[k] * part[k]
            out[t, band] = (a + b) + (c + d)
    return out


@compiled
def over_bins(gain: np.ndarray, left: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Gains (T, BANDS) in dB as natural logarithms (T, BINS)."""
    out = np.empty((len(gain), len(left)), np.float32)
    scale = np.float32(np.log(10) / 20)
    for t in range(len(gain)):
        for k in range(len(left)):
            low, high = gain[t, left[k]], gain[t, left[k] + 1]
            out[t, k] = (low + (high - low) * share[k]) * scale
    return out


@compiled
def times(frames: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Spectra (T, channels, BINS) times factors (T, BINS)."""
    out = np.empty_like(frames)
    for t in range(frames.shape[0]):
        for c in range(frames.shape[1]):
            for k in range(frames.shape[2]):
                out[t, c, k] = frames[t, c, k] * factor[t, k]
    return out


@compiled
def powers(frames: np.ndarray) -> np.ndarray:
    """The energies (T, BINS) of spectra (T, channels, BINS), the sum of the channels."""
    out = np.zeros((frames.shape[0], frames.shape[2]), np.float32)
    for t in range(frames.shape[0]):
        row = out[t]
        for c in range(frames.shape[1]):
            own = frames[t, c]
            for k in range(frames.shape[2]):
                row[k] += own[k].real * own[k].real + own[k].imag * own[k].imag
    return out


@compiled
def likeness(pattern: np.ndarray, sound: np.ndarray) -> np.ndarray:
    """How like a pattern (n,) each stretch of a sound (n + k,) is, (k + 1,), however loud it is."""
    count, places = len(pattern), len(sound) - len(pattern) + 1
    out = _products(pattern, sound, places)
    energy = 0.0
    for i in range(count):
        energy += sound[i] * sound[i]
    for k in range(places):
        out[k] /= np.sqrt(max(energy, 1e-9))
        if k + 1 < places:
            energy += sound[k + count] * sound[k + count] - sound[k] * sound[k]
    return out


@compiled
def _products(pattern: np.ndarray, sound: np.ndarray, places: int) -> np.ndarray:
    """The scalar products of a pattern with the stretches of a sound: (places,)."""
    count, out = len(pattern), np.zeros(places, np.float32)
    if places > LANES:
        for i in range(count):
            own, part = pattern[i], sound[i : i + places]
            for k in range(places):
                out[k] += own * part[k]
        return out
    few, beyond = np.zeros(LANES, np.float32), np.zeros(count + LANES, np.float32)
    beyond[: len(sound)] = sound
    for i in range(count):
        for k in range(LANES):
            few[k] += pattern[i] * beyond[i + k]
    return few[:places].copy()
