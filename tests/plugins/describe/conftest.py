"""Sounds made for measures, each with one quality in known degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.signal import fftconvolve

from timbrel import Audio

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RATE = 48000


def audio(sound: np.ndarray, rate: int = RATE) -> Audio:
    return Audio(np.atleast_2d(sound).astype(np.float32), rate)


def time(seconds: float) -> np.ndarray:
    return np.arange(round(seconds * RATE)) / RATE


class Sounds:
    """Makers of sounds (samples,)."""

    @staticmethod
    def noise(tilt: float = 0.0, seconds: float = 2.0) -> np.ndarray:
        """Gaussian noise whose amplitude goes with the frequency to the power ``tilt``."""
        count = round(seconds * RATE)
        spectrum = np.fft.rfft(np.random.default_rng(0).standard_normal(count))
        spectrum *= np.maximum(np.arange(len(spectrum)) / seconds, 20.0) ** tilt
        sound = np.fft.irfft(spectrum, count)
        return 0.1 * sound / sound.std()

    @staticmethod
    def beating(rate: float, hertz: float = 1000.0, seconds: float = 2.0) -> np.ndarray:
        """A tone whose amplitude is fully modulated at a rate."""
        moved = 1 + np.cos(2 * np.pi * rate * time(seconds)) if rate else 1.0
        return 0.2 * moved * np.sin(2 * np.pi * hertz * time(seconds))

    @staticmethod
    def chord(*semitones: float, root: float = 220.0, seconds: float = 1.5) -> np.ndarray:
        partials = [
            np.sin(2 * np.pi * root * 2 ** (s / 12) * k * time(seconds) + k * s) / k
            for s in semitones
            for k in range(1, 9)
        ]
        return 0.05 * np.sum(partials, axis=0)

    @staticmethod
    def strokes(times: Sequence[float] | np.ndarray, seconds: float) -> np.ndarray:
        """The same short stroke of noise at each of the times."""
        sound = np.zeros(round((seconds + 1) * RATE))
        fall = time(0.3)
        stroke = 0.3 * np.random.default_rng(5).standard_normal(len(fall)) * np.exp(-40 * fall)
        for start in times:
            first = round(start * RATE)
            sound[first : first + len(stroke)] += stroke
        return sound[: round(seconds * RATE)]

    @staticmethod
    def in_room(sound: np.ndarray, seconds: float) -> np.ndarray:
        """The sound with a reverberation as strong as itself that takes so long for 60 dB."""
        ramp = 10 ** (-3 * time(seconds) / seconds)
        room = np.random.default_rng(9).standard_normal(len(ramp)) * ramp
        return sound + fftconvolve(sound, room / np.linalg.norm(room))[: len(sound)]

    @staticmethod
    def swelling(attack: float, seconds: float = 4.0) -> np.ndarray:
        """Two tones a period of two seconds, each rising for ``attack`` seconds."""
        place = time(seconds) % 2
        level = np.minimum(place / attack, 1) * np.minimum((2 - place) / 0.3, 1)
        return 0.2 * level * np.sin(2 * np.pi * 330 * time(seconds))


@pytest.fixture
def sounds() -> type[Sounds]:
    return Sounds


@pytest.fixture
def measure() -> Callable[..., float]:
    """Measures a sound: measure(kind, samples, rate=48000)."""
    from timbrel import offers, start

    table = start().host.table(offers.Descriptor)

    def measured(name: str, sound: np.ndarray, rate: int = RATE) -> float:
        return table[name].measure(audio(sound, rate))

    return measured
