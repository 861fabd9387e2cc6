"""Steady partials in the place of noise: what it has at its peaks, held still."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_loops as loops
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_compiled import compiled

LOW, HIGH = 3, 640  # bins, 70 Hz to 15 kHz, that partials are looked for in
APART = 1.25  # Cam between two of them at least: nearer ones beat and grate
QUICK = 9  # frames over which their level is smooth: what is quicker is noise
LOBE = 3  # bins to either side of a partial that its window reaches to
ENERGY = 1.5  # of a Hann window's lobe: the sum of the squares for a height of 1
STEP = 2 * np.pi * spectrum.HOP / spectrum.SIZE  # a bin's turn from frame to frame


def instead(frames: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Spectra (T, channels, BINS) times ``mask`` (T, BINS), and what that takes away as partials.

    They stand at the peaks of the sound's own mean spectrum, so that they are in tune with its
    tones, and have the level that was taken from around them: all of it where the sound is
    nothing but noise, and the less the more of it is tones, which then stand alone. Their phases
    are those of the steady partials nearest to the sound, channel by channel, so that what is
    wide stays wide. Made as spectra (Rodet and Depalle 1992).
    """
    power = loops.powers(frames)
    places = peaks(power.mean(axis=0))
    between = np.floor((places[1:] + places[:-1]) / 2).astype(np.int64) + 1
    edges = np.concatenate([[0], between, [spectrum.BINS]])
    lost = np.maximum(_taken(frames, mask, edges), 0)
    share = lost.sum(dtype=np.float64) / max(power.sum(dtype=np.float64), spectrum.SILENCE)
    height = np.sqrt(_settled(lost) / ENERGY) * np.float32(min(share, 1.0))
    nearest, lobes = _lobes(places)
    turns = np.exp(1j * STEP * np.arange(len(frames))[:, None] * places).astype(np.complex64)
    tone = _toned(frames[:, :, nearest], turns, lobes[:, LOBE])
    return _stood(frames, mask, height * tone, turns, nearest, lobes)


def peaks(power: np.ndarray) -> np.ndarray:
    """Where partials stand in a mean spectrum (BINS,): bins, and parts of them, rising.

    The highest over the course of the spectrum first, and none too near another.
    """
    level = np.log(power + np.float32(spectrum.SILENCE))
    first, last = _around()
    summed = np.concatenate([[0.0], np.cumsum(level, dtype=np.float64)])
    above = level - (summed[last] - summed[first]) / (last - first)
    found = LOW + np.flatnonzero((level == ndimage.maximum_filter1d(level, 3))[LOW:HIGH])
    order = found[np.argsort(-above[found], kind="stable")]
    return np.sort(_apart(level, order)) if len(order) else np.array([float(LOW)])


@compiled
def _apart(level: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Where the highest of bins in such an ``order`` lie, none of them too near a higher one."""
    places, cams, count = np.empty(len(order)), np.empty(len(order)), 0
    for k in order:
        place = k + _between(float(level[k - 1]), float(level[k]), float(level[k + 1]))
        cam = _cam(place)
        clear = True
        for other in range(count):
            clear = clear and abs(cams[other] - cam) >= APART
        if clear:
            places[count], cams[count] = place, cam
            count += 1
    return places[:count]


@compiled
def _between(left: float, top: float, right: float) -> float:
    """How far from the middle one of three levels their parabola is highest."""
    bend = min(left - 2 * top + right, -1e-6)
    return min(max(0.5 * (left - right) / bend, -0.5), 0.5)


@compiled
def _cam(place: float) -> float:
    """Number on the ERB-rate scale (Glasberg and Moore 1990) of a bin."""
    return 21.366 * np.log10(1 + 0.004368 * place * (spectrum.RATE / spectrum.SIZE))


@cache
def _around() -> tuple[np.ndarray, np.ndarray]:
    """The first bin, and the one after the last, within a quarter of an octave, or six bins."""
    bins = np.arange(spectrum.BINS)
    low = np.maximum(np.minimum(np.floor(bins * 2**-0.25), bins - 6), 0)
    high = np.minimum(np.maximum(np.ceil(bins * 2**0.25), bins + 6) + 1, spectrum.BINS)
    return low.astype(np.int64), high.astype(np.int64)


def _settled(power: np.ndarray) -> np.ndarray:
    """The mean of energies (T, ...) over QUICK frames, none of them later: nothing sounds early."""
    summed = np.cumsum(power, axis=0, dtype=np.float64)
    summed[QUICK:] -= summed[:-QUICK].copy()
    count = np.minimum(np.arange(1, len(power) + 1), QUICK)
    return np.maximum(summed / count.reshape(-1, *[1] * (power.ndim - 1)), 0).astype(np.float32)


def _lobes(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The bin nearest to each place, and what bins (P, 2 LOBE + 1) around it have of a partial.

    A Hann window's spectrum for a phase of 0 at the window's beginning, 1 high.
    """
    nearest = np.round(places).astype(np.int64)
    away = nearest[:, None] + np.arange(-LOBE, LOBE + 1) - places[:, None]
    edge = np.abs(np.abs(away) - 1) < 1e-6
    safe = np.where(edge, 0.0, away)
    height = np.where(edge, 0.5, np.sinc(safe) / (1 - safe**2))
    return nearest, (height * np.exp(-1j * np.pi * away)).astype(np.complex64)


def _toned(own: np.ndarray, turns: np.ndarray, lobe: np.ndarray) -> np.ndarray:
    """The phases (channels, P) at the first frame of the partials nearest to bins (T, C, P)."""
    found = np.einsum("tcp,tp->cp", own, turns.conj()) * lobe.conj()
    return found / np.maximum(np.abs(found), np.float32(1e-20))


@compiled
def _taken(frames: np.ndarray, mask: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """The energy (T, channels, P) between ``edges`` (P + 1,) that a mask takes away."""
    count, channels, bins = frames.shape
    out, lost = np.zeros((count, channels, len(edges) - 1), np.float32), np.empty(bins, np.float32)
    for t in range(count):
        for c in range(channels):
            own, row = frames[t, c], out[t, c]
            for k in range(bins):
                power = own[k].real * own[k].real + own[k].imag * own[k].imag
                lost[k] = power * (1 - mask[t, k] * mask[t, k])
            for p in range(len(row)):
                total = np.float32(0)
                for k in range(edges[p], edges[p + 1]):
                    total += lost[k]
                row[p] = total
    return out


@compiled
def _stood(
    frames: np.ndarray,
    mask: np.ndarray,
    tone: np.ndarray,
    turns: np.ndarray,
    nearest: np.ndarray,
    lobes: np.ndarray,
) -> np.ndarray:
    """Spectra times a mask, and the partials ``tone`` (T, channels, P) as they turn."""
    out = np.empty_like(frames)
    reach = lobes.shape[1] // 2
    for t in range(frames.shape[0]):
        for c in range(frames.shape[1]):
            own, row = frames[t, c], out[t, c]
            for k in range(frames.shape[2]):
                row[k] = own[k] * mask[t, k]
            for p in range(len(nearest)):
                phase = tone[t, c, p] * turns[t, p]
                for j in range(lobes.shape[1]):
                    row[nearest[p] + j - reach] += phase * lobes[p, j]
    return out
