"""The features by which takes are compared with recordings."""

from __future__ import annotations

import numpy as np
import pytest
from tests.bench.distance import RATE
from tests.bench.features import seconds


def noise(length: float, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.1, round(length * RATE))


@pytest.mark.parametrize(("length", "count"), [(0.04, 1), (1.0, 1), (1.5, 2), (3.0, 5)])
def test_a_sound_has_a_row_for_each_half_second(length: float, count: int) -> None:
    found = seconds(noise(length))
    assert found.shape == (count, 48) and np.isfinite(found).all()


def test_level_changes_nothing() -> None:
    assert seconds(0.1 * noise(1)) == pytest.approx(seconds(noise(1)), abs=1e-3)


def test_another_draw_of_the_same_noise_is_nearer_than_a_tone() -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    first, again, other = (seconds(sound)[0] for sound in (noise(1), noise(1, 2), tone))
    assert np.linalg.norm(first - again) < 0.2 * np.linalg.norm(first - other)


def test_silence_has_no_row_and_a_silent_second_is_left_out() -> None:
    assert len(seconds(np.zeros(RATE))) == 0
    assert len(seconds(np.concatenate([noise(1), np.zeros(2 * RATE)]))) == 2
