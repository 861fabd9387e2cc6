"""A step of one sample is a click, the beginning of a stroke is none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugins.export.sounds import RATE, sine

from timbrel_export.dsp_click import Clicks


def counted(sound: np.ndarray, size: int = 50_000) -> int:
    clicks = Clicks(1)
    for at in range(0, len(sound), size):
        clicks.feed(sound[at : at + size, np.newaxis].astype(np.float32))
    return clicks.count


@settings(max_examples=50, deadline=None)
@given(
    place=st.integers(200, 95_000), step=st.floats(0.1, 0.6), hertz=st.sampled_from([60, 440, 900])
)
def test_a_step_in_smooth_sound_is_found_wherever_it_is(
    place: int, step: float, hertz: float
) -> None:
    sound = sine(hertz, 2 * RATE, 0.3)
    sound[place:] += step
    assert counted(sound) == 1


@pytest.mark.parametrize("size", [10, 100, 137, 4800, 10**6])
def test_a_single_sample_out_of_place_is_one_click_whatever_the_pieces(size: int) -> None:
    sound = sine(440, RATE)
    sound[[10_000, 30_000]] += 0.2
    assert counted(sound, size) == 2


def test_a_cut_from_one_phase_to_another_is_found() -> None:
    sound = np.concatenate([sine(300, 10_000), np.cos(np.arange(10_000) / 40)])
    assert counted(sound) == 1


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("fall", [60, 500, 5000])
def test_strokes_of_a_drum_are_no_clicks(seed: int, fall: float) -> None:
    rng = np.random.default_rng(seed)
    time = np.arange(9600)
    noise = rng.standard_normal(9600) * np.exp(-time / fall)
    body = np.sin(2 * np.pi * 180 * time / RATE) * np.exp(-time / 3000)
    stroke = np.concatenate([np.zeros(300), 0.3 * noise + 0.5 * body])
    assert counted(np.tile(stroke, 10)) == 0


def test_noise_and_silence_have_none() -> None:
    assert counted(np.random.default_rng(0).standard_normal(10 * RATE) / 5) == 0
    assert counted(np.zeros(RATE)) == counted(np.zeros(20)) == 0
