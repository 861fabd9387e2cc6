"""Shaping: recorded frames made to follow an envelope, and joined into sound."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from timbrel_grain import dsp_loops as loops
from timbrel_grain import dsp_spectrum as spectrum

BOOST = 30.0  # dB at most, so that the noise under a quiet grain is not blown up
CUT = 90.0
HEARD = 55.0  # dB
RARE = 0.3  # share of strange frames under which a pass costs more than it mends
STEP, REACH = 12.0, 12.0  # dB that one pass, and all of them, may change a band by


def shaped(frames: np.ndarray, target: np.ndarray, strange: np.ndarray, passes: int) -> np.ndarray:
    """Spectra (T, channels, BINS) as sound with the envelope ``target`` (T, BANDS) in dB.

    Frames from different places, laid over each other, do not add up to the sum of their
    energies. Each pass takes the spectra of what came out, phases and all, and corrects those:
    alternating projections as in Griffin and Lim 1984, between the spectra that a sound can have
    and those with the envelope asked for. Where ``strange`` (T,), 0..1, is 0, as in a stretch of
    one recording, overlap-add is left to even out the network's small errors.
    Returns (channels, (T - 1) * HOP + SIZE); the first frame's middle is at SIZE / 2.
    """
    first = np.clip(target - spectrum.envelope(frames), -CUT, BOOST)
    total, sound = first, spectrum.overlapped(weighted(frames, first))
    middles = spectrum.SIZE // 2 + np.arange(len(frames)) * spectrum.HOP
    for _ in range(passes if strange.mean() > RARE else 0):
        frames = spectrum.spectra(sound, middles)
        wanted = strange[:, None] * np.clip(target - spectrum.envelope(frames), -STEP, STEP)
        total, before = np.clip(total + wanted, first - REACH, first + REACH), total
        sound = spectrum.overlapped(weighted(frames, total - before))
    return sound


def audible(target: np.ndarray) -> np.ndarray:
    """Which frames (T,) of an envelope are within HEARD of its loudest."""
    loudest = target.max(axis=1)
    return loudest > loudest.max() - HEARD


def weighted(frames: np.ndarray, gain: np.ndarray) -> np.ndarray:
    """Spectra (T, channels, BINS) times a gain (T, BANDS) in dB, interpolated over the bins."""
    return loops.times(frames, spectrum.factors(gain))


def faded(sound: np.ndarray, rise: int, fall: int) -> np.ndarray:
    """A sound (channels, samples) with raised-cosine ends of ``rise`` and ``fall`` samples."""
    sound = sound.copy()
    rise, fall = (min(n, sound.shape[1] // 2) for n in (rise, fall))
    if rise:
        sound[:, :rise] *= _ramp(rise)
    if fall:
        sound[:, -fall:] *= _ramp(fall)[::-1]
    return sound


@lru_cache(maxsize=32)
def _ramp(length: int) -> np.ndarray:
    turn = np.linspace(0, np.pi, length, endpoint=False, dtype=np.float32)
    return 0.5 - 0.5 * np.cos(turn)
