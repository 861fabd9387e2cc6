"""Tension: copies of an event at other pitches, from octaves to clusters."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from timbrel_grain import dsp_spectrum as spectrum

# Semitones over the event itself, from the least tension to the most; 0 in the middle.
SETS = ((0, 12, 24), (0, 7, 12), (0, 4, 7), (0,), (0, 3, 6), (0, 1, 6), (0, 1, 2))
FAINT = 0.03  # of the event's own amplitude: what is less is left out
COARSE = 13  # bands over which the envelope is held, so that new partials may stand in it
STEP = 2 * np.pi * spectrum.HOP / spectrum.SIZE  # a bin's turn from frame to frame


def chorded(frames: np.ndarray, amount: float) -> np.ndarray:
    """Spectra (T, channels, BINS) with copies of themselves, ``amount`` -1..1.

    The coarse envelope of the sum stays that of the event.
    """
    parts = {s: w for s, w in weights(amount).items() if s and w > FAINT}
    if not parts:
        return frames
    regions, turn = _regions(frames), _turns(frames)
    total = frames.copy()
    for semitones, weight in parts.items():
        total += np.float32(weight) * shifted(frames, 2 ** (semitones / 12), regions, turn)
    gain = _coarse(frames) - _coarse(total)
    return total * (10 ** (gain @ spectrum.spread() / 20)).astype(np.float32)[:, None]


def weights(amount: float) -> dict[int, float]:
    """The amplitude of each interval in semitones: two neighbouring sets, energies crossfaded."""
    middle = len(SETS) // 2
    place = float(np.clip(amount, -1, 1)) * middle + middle
    left = min(int(place), len(SETS) - 2)
    shares = {left: 1 - (place - left), left + 1: place - left}
    energy: dict[int, float] = {}
    for number, share in shares.items():
        for semitones in SETS[number]:
            energy[semitones] = energy.get(semitones, 0.0) + share
    return {semitones: e**0.5 for semitones, e in energy.items()}


def shifted(frames: np.ndarray, ratio: float, regions: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Spectra with every partial at ``ratio`` times its frequency, each one's lobe in one piece.

    Laroche and Dolson 1999: the region around each peak moves by a whole number of bins, and its
    phase goes on from frame to frame by what the partial now turns more.
    """
    count, channels, bins = frames.shape
    more = (ratio - 1) * turn
    angle = np.zeros((count, bins))
    for t in range(1, count):
        angle[t] = (angle[t - 1] + more[t])[regions[t]]
    moved = np.round(np.take_along_axis(more, regions, axis=1) / STEP).astype(int)
    goal = np.arange(bins) + moved
    row = np.arange(count)[:, None] * bins
    inside = goal < bins
    place = (row + goal)[inside]
    out = np.zeros((count, channels, bins), np.complex64)
    turned = np.exp(1j * angle.astype(np.float32))
    for channel in range(channels):
        part = (frames[:, channel] * turned)[inside]
        real, imaginary = (
            np.bincount(place, p, count * bins) for p in (np.real(part), np.imag(part))
        )
        out[:, channel] = (real + 1j * imaginary).reshape(count, bins)
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
