"""Where it is sparse a pad flutters less, and goes on as it went."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal
from tests.plugins.grain.conftest import RATE, hiss

from timbrel_grain.dsp_calm import STILL, calmed


def level(sound: np.ndarray, over: int = RATE // 100) -> np.ndarray:
    """In dB, each 10 ms."""
    parts = sound[0, : sound.shape[1] // over * over].reshape(-1, over)
    return 10 * np.log10((parts**2).mean(axis=1) + 1e-12)


def flutter(sound: np.ndarray) -> float:
    """Deviation of the level in dB, less its course over half a second, without the ends."""
    own = level(sound)[30:-30]
    return float((own - signal.convolve(own, np.ones(50) / 50, "same"))[30:-30].std())


@pytest.fixture
def wind() -> np.ndarray:
    """Noise that swells for two seconds and goes, and flutters eight times a second."""
    time = np.arange(4 * RATE) / RATE
    swell = np.sin(np.pi * time / 4) ** 2 + 0.05
    flutters = 1 + 0.7 * np.sin(2 * np.pi * 8 * time)
    return (swell * flutters * hiss(4.0, 0.0, 5, -0.5))[None].astype(np.float32)


def test_what_flutters_holds_still(wind: np.ndarray) -> None:
    assert flutter(calmed(wind, 1.0)) < 0.5 * flutter(wind)


def test_the_further_it_is_turned_the_stiller_it_is(wind: np.ndarray) -> None:
    found = [flutter(calmed(wind, amount)) for amount in (STILL / 3, STILL / 1.5, STILL)]
    assert flutter(wind) > found[0] > found[1] > found[2]


def test_its_slow_course_stays(wind: np.ndarray) -> None:
    before, after = (level(sound, RATE // 2) for sound in (wind, calmed(wind, 1.0)))
    assert np.abs((after - after.mean()) - (before - before.mean())).max() < 2


def test_beating_that_is_heard_as_roughness_is_left_to_its_own_knob() -> None:
    time = np.arange(2 * RATE) / RATE
    beats = (1 + np.sin(2 * np.pi * 150 * time)) * np.sin(2 * np.pi * 3000 * time)
    sound = (0.1 * beats)[None].astype(np.float32)
    depths = []
    for each in (sound, calmed(sound, 1.0)):
        envelope = np.abs(np.asarray(signal.hilbert(each[0])))[RATE // 2 : -RATE // 2]
        depths.append(envelope.std() / envelope.mean())
    assert depths[1] > 0.8 * depths[0]
