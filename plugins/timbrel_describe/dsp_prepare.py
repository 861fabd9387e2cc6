"""Any sound made ready to be measured, so that none of the measures is a volume knob."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soxr

if TYPE_CHECKING:
    from timbrel import Audio

RATE = 48000
LEVEL = -23.0  # dB, the root mean square of what is not a pause
QUIET = -60.0  # dB under the loudest moment, where a sound has not begun or is over
LEAD = 2880  # samples of silence before, so that an attack has something to rise from
BLOCK = 480
PAUSE = 10.0  # dB under the mean, as in the relative gate of ITU-R BS.1770-5


def prepared(audio: Audio) -> np.ndarray:
    """The sound (samples,) in mono at 48 kHz, without offset, trimmed, at one loudness.

    Empty if there is nothing in it that could be measured.
    """
    mono = np.asarray(audio.samples, np.float64).mean(axis=0)
    if not mono.size or not np.isfinite(mono).all():
        return np.zeros(0)
    if audio.rate != RATE:
        mono = soxr.resample(mono, audio.rate, RATE)
    sound = trimmed(mono - mono.mean())
    if not sound.size:
        return sound
    return np.concatenate([np.zeros(LEAD), sound * 10 ** (LEVEL / 20) / gated(sound)])


def seconds(sound: np.ndarray) -> float:
    """How long a prepared sound is without its lead."""
    return max(len(sound) - LEAD, 0) / RATE


def trimmed(sound: np.ndarray) -> np.ndarray:
    """Without its ends that are QUIET."""
    power = blocks(sound)
    heard = np.flatnonzero(power > max(power.max(initial=0) * 10 ** (QUIET / 10), 1e-14))
    return sound[heard[0] * BLOCK : (heard[-1] + 1) * BLOCK] if len(heard) else sound[:0]


def gated(sound: np.ndarray) -> float:
    """Root mean square of all blocks that are no pause."""
    power = blocks(sound)
    loud = power[power > power.mean() * 10 ** (-PAUSE / 10)]
    return float(np.sqrt(loud.mean()))


def blocks(sound: np.ndarray) -> np.ndarray:
    """The mean power of each block of 10 ms, the last one filled up."""
    padded = np.pad(sound, (0, -len(sound) % BLOCK))
    return (padded.reshape(-1, BLOCK) ** 2).mean(axis=1)
