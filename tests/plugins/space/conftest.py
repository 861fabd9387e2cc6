"""Takes of given samples, put somewhere, and what two ears make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import signal

from timbrel import Audio, Take
from timbrel.control import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timbrel import offers

RATE = 48000


def take(sound: np.ndarray, rate: int = RATE, block: int = 4800, **facts: Any) -> Take:
    """A take of samples (channels, frames), handed out in blocks."""
    sound = np.atleast_2d(sound).astype(np.float32)

    def play() -> Iterator[Audio]:
        for start in range(0, sound.shape[1], block):
            yield Audio(np.ascontiguousarray(sound[:, start : start + block]), rate)

    return Take({"seed": 3}, rate, len(sound), sound.shape[1], play, **facts)


@pytest.fixture(name="take")
def takes() -> Callable[..., Take]:
    return take


@pytest.fixture
def put() -> Callable[..., np.ndarray]:
    """The samples of a sound once placed: put(place, sound, azimuth=-90)."""

    def placed(
        place: offers.Spatializer,
        sound: np.ndarray,
        rate: int = RATE,
        block: int = 4800,
        **values: float,
    ) -> np.ndarray:
        there = place.place(take(sound, rate, block), settle(place.controls, values))
        audio = there.audio()
        assert (audio.channels, audio.frames, audio.rate) == (there.channels, there.frames, rate)
        return audio.samples.astype(float)

    return placed


@pytest.fixture
def later() -> Callable[..., float]:
    """Seconds by which the right ear hears later, of what lies below 1.5 kHz."""

    def difference(ears: np.ndarray, rate: int = RATE) -> float:
        low = signal.butter(4, 1500, fs=rate, output="sos")
        left, right = (signal.sosfiltfilt(low, np.pad(ear, 2000)) for ear in ears)
        size = 2 * len(left)
        cross = np.fft.rfft(right, size) * np.conj(np.fft.rfft(left, size))
        alike = np.fft.irfft(cross, 16 * size)
        place = int(alike.argmax())
        return (place - 16 * size * (place > 8 * size)) / 16 / rate

    return difference


@pytest.fixture
def thirds() -> Callable[..., np.ndarray]:
    """Decibels (channels, thirds) of sounds (channels, frames), from 100 Hz to 16 kHz."""

    def levels(sound: np.ndarray, rate: int = RATE) -> np.ndarray:
        power = np.abs(np.fft.rfft(np.atleast_2d(sound), axis=1)) ** 2
        hertz = np.fft.rfftfreq(np.shape(sound)[-1], 1 / rate)
        edges = 1000 * 2 ** ((np.arange(-10, 13) - 0.5) / 3)
        edges = edges[edges < 0.35 * rate]
        bands = [power[:, (hertz >= a) & (hertz < a * 2 ** (1 / 3))].mean(axis=1) for a in edges]
        return 10 * np.log10(np.maximum(bands, 1e-12)).T

    return levels


@pytest.fixture
def noise() -> np.ndarray:
    """Four seconds of pink noise (1, frames) just under full scale."""
    white = np.random.default_rng(4).standard_normal(4 * RATE)
    hertz = np.fft.rfftfreq(4 * RATE, 1 / RATE)
    pink = np.fft.irfft(np.fft.rfft(white) * (hertz > 40) / np.sqrt(np.maximum(hertz, 40)))
    return (0.99 * pink / np.abs(pink).max())[np.newaxis]
