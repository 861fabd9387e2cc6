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
    count, channels = frames.shape[:2]
    parts = spectrum.parts(count)
    first = np.clip(target - spectrum.envelope(frames), -CUT, BOOST)
    sound, total = spectrum.weighted(frames, first), first.copy()
    for _ in range(passes if strange.mean() > RARE else 0):
        some = (_mended(sound, p, target, strange, first, total) for p in parts)
        sound = spectrum.laid(some, count, channels)
    return sound


def _mended(
    sound: np.ndarray,
    part: slice,
    target: np.ndarray,
    strange: np.ndarray,
    first: np.ndarray,
    total: np.ndarray,
) -> np.ndarray:
    """The spectra of a part of what came out, corrected, which is added to ``total``."""
    middles = spectrum.SIZE // 2 + np.arange(part.start, part.stop) * spectrum.HOP
    frames = spectrum.spectra(sound, middles)
    wanted = np.clip(target[part] - spectrum.envelope(frames), -STEP, STEP)
    before = total[part].copy()
    wanted = before + strange[part, None] * wanted
    total[part] = np.clip(wanted, first[part] - REACH, first[part] + REACH)
    return loops.times(frames, spectrum.factors(total[part] - before))


def audible(target: np.ndarray) -> np.ndarray:
    """Which frames (T,) of an envelope are within HEARD of its loudest."""
    loudest = target.max(axis=1)
    return loudest > loudest.max() - HEARD


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
