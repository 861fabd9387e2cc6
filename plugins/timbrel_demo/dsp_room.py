"""The wood and the room around a sound, and the last touch: its level, its ends, no offset."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.signal import fftconvolve, iirpeak

from timbrel_demo.dsp_filter import RATE, band, filtered

if TYPE_CHECKING:
    from collections.abc import Sequence

GUITAR = ((104, 6, 0.9), (212, 9, 0.7), (395, 10, 0.5), (640, 8, 0.3))
CELLO = (
    (98, 8, 0.6),
    (185, 9, 0.9),
    (310, 8, 0.8),
    (520, 7, 0.7),
    (1150, 3, 0.6),
    (2300, 2.5, 0.5),
)


def bodied(sound: np.ndarray, modes: Sequence[tuple[float, float, float]]) -> np.ndarray:
    """A string heard through a wooden body: modes of (Hz, quality, weight) beside the string."""
    heard = 0.3 * band(sound, "lowpass", 5000)
    for hertz, quality, weight in modes:
        heard += weight * filtered(*iirpeak(hertz, quality, RATE), sound)
    return heard


def placed(sound: np.ndarray, pan: float = 0.0) -> np.ndarray:
    """A mono sound between left (-1) and right (1) at equal power: (2, frames), its end faded."""
    fall = int(0.03 * RATE)
    sound = np.concatenate([sound[:-fall], sound[-fall:] * np.linspace(1, 0, fall)])
    angle = (pan + 1) * np.pi / 4
    return np.stack([np.cos(angle) * sound, np.sin(angle) * sound]) * np.sqrt(2)


def roomed(
    sound: np.ndarray, rng: np.random.Generator, wet: float = 0.3, size: float = 1.0
) -> np.ndarray:
    """The sound (channels, frames) with early reflections and a short tail, of equal length.

    Each channel has reflections of its own, as two ears have. ``size`` 1 is a small room.
    """
    around = [fftconvolve(one, _reflections(rng, size))[: sound.shape[1]] for one in sound]
    return sound + wet * np.stack(around)


def _reflections(rng: np.random.Generator, size: float) -> np.ndarray:
    frames = int(0.35 * size * RATE)
    time = np.arange(frames) / RATE
    answer = 0.02 * rng.normal(0, 1, frames) * np.exp(-6.9 * time / (0.3 * size))
    answer[: int(0.012 * size * RATE)] = 0
    for _ in range(9):
        late = rng.uniform(0.004, 0.045) * size
        answer[int(late * RATE)] += rng.choice((-1, 1)) * 0.012 / (0.012 + late)
    return band(answer, "bandpass", (150, 6000))


def finished(sound: np.ndarray, peak_db: float, ends: float = 0.06) -> np.ndarray:
    """The sound at a peak level, without offset, silent at both ends: float32."""
    sound = band(sound, "highpass", 25, order=2)
    fall, rise = min(int(ends * RATE), sound.shape[-1] // 3), 48
    sound[..., -fall:] *= 0.5 * (1 + np.cos(np.pi * np.arange(1, fall + 1) / fall))
    sound[..., :rise] *= np.linspace(0, 1, rise)
    return (sound * (10 ** (peak_db / 20) / np.abs(sound).max())).astype(np.float32)
