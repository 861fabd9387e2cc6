"""Tension: copies of an event at other pitches, from octaves to a minor second."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_loops as loops
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_compiled import compiled

# Semitones over the event itself, at the least tension and at the most. In the bass a second is a
# slow beat, as the critical band is wider there: the ninth over it is what clashes.
CALM, TENSE = (-12, 12, 24), (1, 13)
COPY = 0.65  # of the event's amplitude: of two as loud as each other the beats hide the attack
GROWS = 1.5  # power of the knob by which copies come in: a faint one clashes already
PITCHED = 220  # bins, up to 5 kHz: partials over it are not copied
BESIDE = 8  # bins by which a region may reach further than its peak
FAINT = 0.03  # of the event's own amplitude: what is less is left out
COARSE = 13  # bands over which the envelope is held, so that new partials may stand in it
HOLDS = 10.0  # dB by which it is held: a lone sine has partials only where its copies are
STEP = 2 * np.pi * spectrum.HOP / spectrum.SIZE  # a bin's turn from frame to frame


def chorded(frames: np.ndarray, amount: float) -> list[np.ndarray]:
    """Spectra (T, channels, BINS), and those of copies of them, if any; ``amount`` -1..1.

    The coarse envelope of their sum stays that of the event.
    """
    weights = weighed(amount)
    if not weights:
        return [frames]
    low = np.ascontiguousarray(frames[:, :, :PITCHED])
    regions, turn = _regions(low), _turns(low)
    copies = np.zeros_like(frames)
    for semitones, weight in weights.items():
        shift(copies, low, 2 ** (semitones / 12), regions, turn, np.float32(weight))
    gain = np.clip(_coarse(frames) - _coarse(frames + copies), -HOLDS, HOLDS)
    return [loops.times(part, spectrum.factors(gain)) for part in (frames, copies)]


def weighed(amount: float) -> dict[int, float]:
    """The amplitude of each copy by its interval in semitones; none that is too faint."""
    weight = COPY * min(abs(amount), 1.0) ** GROWS
    intervals = TENSE if amount > 0 else CALM
    return {semitones: weight for semitones in intervals if weight > FAINT}


def shift(
    out: np.ndarray,
    low: np.ndarray,
    ratio: float,
    regions: np.ndarray,
    turn: np.ndarray,
    weight: np.float32,
) -> None:
    """Add spectra (T, channels, PITCHED) with every partial at ``ratio`` times its frequency.

    To ``out`` (T, channels, BINS), times a weight. Laroche and Dolson 1999: the region around each
    peak moves by a whole number of bins, and its phase goes on from frame to frame by what the
    partial now turns more.
    """
    more = (np.float32(ratio - 1) * turn).astype(np.float32)
    angle = _angles(more, regions)
    turned = np.empty(angle.shape, np.complex64)
    turned.real, turned.imag = np.cos(angle), np.sin(angle)
    turned *= weight
    wide = min(round(low.shape[2] * max(ratio, 1.0)) + BESIDE, spectrum.BINS)
    _move(out, low, turned, more, regions, wide)


@compiled
def _angles(more: np.ndarray, regions: np.ndarray) -> np.ndarray:
    """By how much each bin is turned, (T, bins): as its region was before, and ``more``."""
    count, bins = more.shape
    out, whole = np.zeros((count, bins), np.float32), np.float32(2 * np.pi)
    for t in range(1, count):
        before, row, own = out[t - 1], out[t], regions[t]
        for k in range(bins):
            angle = before[own[k]] + more[t, own[k]]
            row[k] = angle - whole * np.floor(angle / whole)
    return out


@compiled
def _move(
    out: np.ndarray,
    low: np.ndarray,
    turned: np.ndarray,
    more: np.ndarray,
    regions: np.ndarray,
    wide: int,
) -> None:
    """Each bin added where its region's partial goes to, within ``wide`` bins; none beyond."""
    count, channels, bins = low.shape
    step = np.float32(STEP)
    for t in range(count):
        for c in range(channels):
            own, row = low[t, c], out[t, c]
            for k in range(bins):
                goal = max(k + int(np.rint(more[t, regions[t, k]] / step)), 0)
                if goal < wide - 1:
                    row[goal] += own[k] * turned[t, k]


def _regions(frames: np.ndarray) -> np.ndarray:
    """The bin of the peak nearest to each bin, (T, BINS)."""
    return _nearest(loops.powers(frames))


@compiled
def _nearest(power: np.ndarray) -> np.ndarray:
    count, bins = power.shape
    out = np.zeros((count, bins), np.int64)
    for t in range(count):
        before, row = -1, power[t]
        for k in range(bins):
            below, above = max(row[max(k - 1, 0)], row[max(k - 2, 0)]), row[min(k + 1, bins - 1)]
            if row[k] < max(below, above, row[min(k + 2, bins - 1)]):
                continue
            # Half of the bins since the peak before belong to that one.
            start = 0 if before < 0 else (before + k) // 2 + 1
            out[t, max(before, 0) : start] = before
            out[t, start : k + 1] = k
            before = k
        out[t, before:] = before
    return out


def _turns(frames: np.ndarray) -> np.ndarray:
    """How far each bin's partial turns from frame to frame, in radians, (T, BINS)."""
    loudest = 0
    if frames.shape[1] > 1:
        loudest = int(np.argmax([loops.powers(f[:, None]).sum() for f in frames.swapaxes(0, 1)]))
    own = frames[:, loudest]
    turn = own[1:] * own[:-1].conj()
    return _unwrapped(np.angle(turn))


@compiled
def _unwrapped(turn: np.ndarray) -> np.ndarray:
    """Turns (T - 1, bins), known but for whole ones, nearest to a steady partial's: (T, bins)."""
    count, bins = turn.shape
    out, whole = np.empty((count + 1, bins), np.float32), 2 * np.pi
    for t in range(count + 1):
        for k in range(bins):
            usual = STEP * k
            away = turn[max(t - 1, 0), k] - usual if count else 0.0
            out[t, k] = usual + away - whole * np.floor(away / whole + 0.5)
    return out


def _coarse(frames: np.ndarray) -> np.ndarray:
    power = spectrum.energies(frames)
    return 10 * np.log10(ndimage.uniform_filter1d(power, COARSE, axis=1) + spectrum.SILENCE)
