"""Tension: copies of an event at other pitches, from octaves to a minor second."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_loops as loops
from timbrel_grain import dsp_spectrum as spectrum

# Semitones over the event itself, from the least tension to the most; 0 in the middle.
SETS = ((-12, 0, 12, 24), (-12, 0, 12), (0,), (0, 6), (0, 1))
PITCHED = 220  # bins, up to 5 kHz: partials over it are not copied
BESIDE = 8  # bins by which a region may reach further than its peak
FAINT = 0.03  # of the event's own amplitude: what is less is left out
COARSE = 13  # bands over which the envelope is held, so that new partials may stand in it
HOLDS = 10.0  # dB by which it is held: a lone sine has partials only where its copies are
STEP = 2 * np.pi * spectrum.HOP / spectrum.SIZE  # a bin's turn from frame to frame


def chorded(frames: np.ndarray, amount: float) -> np.ndarray:
    """Spectra (T, channels, BINS) with copies of themselves, ``amount`` -1..1.

    The coarse envelope of the sum stays that of the event.
    """
    parts = {s: w for s, w in weights(amount).items() if s and w > FAINT}
    if not parts:
        return frames
    low = frames[:, :, :PITCHED]
    regions, turn = _regions(low), _turns(low)
    total = frames.copy()
    for semitones, weight in parts.items():
        copy = shifted(low, 2 ** (semitones / 12), regions, turn)
        total[:, :, : copy.shape[2]] += np.float32(weight) * copy
    gain = np.clip(_coarse(frames) - _coarse(total), -HOLDS, HOLDS)
    return loops.times(total, spectrum.factors(gain))


def weights(amount: float) -> dict[int, float]:
    """The amplitude of each interval in semitones: two neighbouring sets, energies crossfaded."""
    middle = len(SETS) // 2
    place = float(np.clip(amount, -1, 1)) * middle + middle
    left = min(int(place), len(SETS) - 2)
    shares = {left: 1 - (place - left), left + 1: place - left}
    energy: dict[int, float] = {}
    for number, share in shares.items():
        for semitones in SETS[number] if share else ():
            energy[semitones] = energy.get(semitones, 0.0) + share
    return {semitones: e**0.5 for semitones, e in energy.items()}


def shifted(low: np.ndarray, ratio: float, regions: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Spectra (T, channels, PITCHED) with every partial at ``ratio`` times its frequency.

    Laroche and Dolson 1999: the region around each peak moves by a whole number of bins, and its
    phase goes on from frame to frame by what the partial now turns more. Returns as many bins as
    that reaches, at most BINS.
    """
    count, channels, bins = low.shape
    wide = min(round(bins * max(ratio, 1.0)) + BESIDE, spectrum.BINS)
    more = np.take_along_axis((ratio - 1) * turn, regions, axis=1).astype(np.float32)
    angle = np.zeros((count, bins), np.float32)
    for t in range(1, count):
        angle[t] = angle[t - 1][regions[t]] + more[t]
    goal = np.clip(np.arange(bins) + np.round(more / STEP).astype(int), 0, wide - 1)
    place = (np.arange(count)[:, None] * wide + goal).ravel()
    turned = np.exp(1j * (angle % np.float32(2 * np.pi)))
    out = np.empty((count, channels, wide), np.complex64)
    for channel in range(channels):
        part = (low[:, channel] * turned).ravel()
        for half, values in ((out.real, np.real(part)), (out.imag, np.imag(part))):
            total = np.bincount(place, values, count * wide)
            half[:, channel] = total.reshape(count, wide)
    out[:, :, -1] = 0  # where all gathered that would lie beyond
    return out


def _regions(frames: np.ndarray) -> np.ndarray:
    """The bin of the peak nearest to each bin, (T, BINS)."""
    power = (np.abs(frames) ** 2).sum(axis=1)
    peaks = power == ndimage.maximum_filter1d(power, 5, axis=1)
    bins = np.arange(power.shape[1])
    below = np.maximum.accumulate(np.where(peaks, bins, -(10**6)), axis=1)
    above = np.minimum.accumulate(np.where(peaks, bins, 10**6)[:, ::-1], axis=1)[:, ::-1]
    return np.clip(np.where(bins - below <= above - bins, below, above), 0, len(bins) - 1)


def _turns(frames: np.ndarray) -> np.ndarray:
    """How far each bin's partial turns from frame to frame, in radians, (T, BINS)."""
    loudest = int((np.abs(frames) ** 2).sum(axis=(0, 2)).argmax())
    own = frames[:, loudest]
    usual = STEP * np.arange(own.shape[1])
    turn = np.angle(own[1:] * own[:-1].conj()) - usual
    turn = usual + (turn + np.pi) % (2 * np.pi) - np.pi
    return np.concatenate([turn[:1], turn]) if len(turn) else usual[None]


def _coarse(frames: np.ndarray) -> np.ndarray:
    power = 10 ** (spectrum.envelope(frames) / 10)
    return 10 * np.log10(ndimage.uniform_filter1d(power, COARSE, axis=1) + spectrum.SILENCE)
