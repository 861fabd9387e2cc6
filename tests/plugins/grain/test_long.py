"""A long sound through a filter is as it is by two transforms of all of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel_grain import dsp_fourier as fourier
from timbrel_grain import dsp_long as long


def plainly(rows: np.ndarray, size: int, factor: np.ndarray) -> np.ndarray:
    return np.fft.irfft(np.fft.rfft(rows.astype(np.float64), size) * factor, size)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(20 * np.log10(np.abs(one - other).max() / np.abs(other).max() + 1e-30))


def rows(count: int, samples: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((count, samples)).astype(np.float32)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 1500), st.integers(1, 3), st.booleans())
def test_it_is_the_sound_that_one_transform_of_any_even_length_gives(
    half: int, channels: int, turned: bool
) -> None:
    rng = np.random.default_rng(half)
    factor = (0.1 + rng.random(half + 1)).astype(np.float32)
    if turned:
        factor = (factor * np.exp(2j * np.pi * rng.random(half + 1))).astype(np.complex64)
    sound = rows(channels, max(2 * half - 3, 1))
    found = long.through(sound, 2 * half, factor)
    assert found.shape == (channels, 2 * half)
    assert apart(found, plainly(sound, 2 * half, factor)) < -110


@pytest.mark.parametrize("size", [600, 601, 8192, 8193, 13 * 4096])
def test_no_length_makes_a_difference_to_what_is_heard(size: int) -> None:
    factor = np.linspace(1, 0, size // 2 + 1, dtype=np.float32)
    sound = rows(2, size - 100)
    assert apart(fourier.through(sound, size, factor), plainly(sound, size, factor)) < -110


def test_what_is_given_is_left_as_it_was() -> None:
    sound, factor = rows(1, 9000), np.full(4501, 0.5, np.float32)
    before = sound.copy()
    fourier.through(sound, 9000, factor)
    assert np.array_equal(sound, before)
    assert (factor == 0.5).all()
