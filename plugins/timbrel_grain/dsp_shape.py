"""Shaping: recorded frames made to follow an envelope, and joined into sound."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum

BOOST = 30.0  # dB at most, so that the noise under a quiet grain is not blown up
CUT = 90.0
CLOSER = 0.8  # share of what is still wrong that each pass puts right
REACH = 12.0  # dB that all passes together may change a gain by
AUDIBLE = 75.0  # dB under the loudest band
NEAR, FAR = 3.0, 6.0  # dB of mean gain: a grain below needs no pass, one above the whole


def shaped(frames: np.ndarray, target: np.ndarray, passes: int) -> np.ndarray:
    """Spectra (T, channels, BINS) as sound with the envelope ``target`` (T, BANDS) in dB.

    Frames from different places, laid over each other, do not add up to the sum of their
    energies; each pass measures what came out, and corrects the gains by it. Grains that are
    near what is asked of them, as in a stretch of one recording, are left to overlap-add, which
    evens out the network's small errors where a correction would restore them.
    Returns (channels, (T - 1) * HOP + SIZE); the first frame's middle is at SIZE / 2.
    """
    came = spectrum.envelope(frames)
    strange = np.float32(CLOSER) * strangeness(came, target)
    first = np.clip(target - came, -CUT, BOOST)
    gain, sound = first, spectrum.overlapped(weighted(frames, first))
    middles = spectrum.SIZE // 2 + np.arange(len(frames)) * spectrum.HOP
    for _ in range(passes if strange.any() else 0):
        came = spectrum.envelope(spectrum.spectra(sound, middles))
        gain = np.clip(gain + strange * (target - came), first - REACH, first + REACH)
        sound = spectrum.overlapped(weighted(frames, gain))
    return sound


def strangeness(came: np.ndarray, target: np.ndarray) -> np.ndarray:
    """0 for frames whose audible bands are NEAR the target, 1 for those FAR from it: (T, 1)."""
    audible = target.max() - AUDIBLE
    apart = np.abs(np.maximum(came, audible) - np.maximum(target, audible))
    mean = np.minimum(apart, 20).mean(axis=1, keepdims=True)
    return np.clip((mean - NEAR) / (FAR - NEAR), 0, 1)


def weighted(frames: np.ndarray, gain: np.ndarray) -> np.ndarray:
    """Spectra (T, channels, BINS) times a gain (T, BANDS) in dB, interpolated over the bins."""
    return frames * np.exp(gain @ spectrum.spread() * np.float32(np.log(10) / 20))[:, None, :]


def faded(sound: np.ndarray, rise: int, fall: int) -> np.ndarray:
    """A sound (channels, samples) with raised-cosine ends of ``rise`` and ``fall`` samples."""
    sound = sound.copy()
    rise, fall = (min(n, sound.shape[1] // 2) for n in (rise, fall))
    if rise:
        sound[:, :rise] *= _ramp(rise)
    if fall:
        sound[:, -fall:] *= _ramp(fall)[::-1]
    return sound


def _ramp(length: int) -> np.ndarray:
    turn = np.linspace(0, np.pi, length, endpoint=False, dtype=np.float32)
    return 0.5 - 0.5 * np.cos(turn)
