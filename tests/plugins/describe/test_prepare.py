"""Sounds are brought to one rate, one loudness and one beginning before they are measured."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel import Audio
from timbrel_describe import dsp_erb as erb
from timbrel_describe import dsp_prepare as prepare


def audio(sound: np.ndarray, rate: int = 48000) -> Audio:
    return Audio(np.atleast_2d(sound).astype(np.float32), rate)


def tone(seconds: float = 1.0, level: float = 0.5, rate: int = 48000) -> np.ndarray:
    return level * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)


@pytest.mark.parametrize("level", [1.0, 0.1, 0.003])
@pytest.mark.parametrize("rate", [22050, 44100, 48000, 96000])
def test_a_sound_comes_to_23_decibels_below_full_scale_at_48_khz(level: float, rate: int) -> None:
    ready = prepare.prepared(audio(tone(1.0, level, rate), rate))
    assert prepare.seconds(ready) == pytest.approx(1, abs=0.02)
    assert not ready[: prepare.LEAD].any()
    assert 20 * np.log10(ready[prepare.LEAD :].std()) == pytest.approx(-23, abs=0.2)


def test_pauses_do_not_count_for_the_loudness() -> None:
    gap = np.concatenate([tone(), np.zeros(96_000), tone()])
    ready = prepare.prepared(audio(gap))[prepare.LEAD :]
    assert 20 * np.log10(ready[:48_000].std()) == pytest.approx(-23, abs=0.2)
    assert prepare.seconds(prepare.prepared(audio(gap))) == pytest.approx(4, abs=0.02)


def test_what_lies_60_decibels_under_the_loudest_is_cut_off_at_the_ends() -> None:
    hiss = 1e-4 * np.random.default_rng(0).standard_normal(48_000)
    ready = prepare.prepared(audio(np.concatenate([hiss, tone(), hiss])))
    assert prepare.seconds(ready) == pytest.approx(1, abs=0.03)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3000), st.integers(1, 2), st.sampled_from([8000, 44100, 48000]))
def test_whatever_comes_is_finite(frames: int, channels: int, rate: int) -> None:
    sound = np.random.default_rng(frames).standard_normal((channels, frames))
    assert np.isfinite(prepare.prepared(audio(sound, rate))).all()


@pytest.mark.parametrize("nothing", [np.zeros(4800), np.full(4800, 0.3), np.full(4800, np.inf)])
def test_nothing_to_measure_is_an_empty_sound(nothing: np.ndarray) -> None:
    assert prepare.seconds(prepare.prepared(audio(nothing))) == 0


@given(st.floats(0, 20_000))
def test_cams_and_hertz_are_inverse(hertz: float) -> None:
    assert float(erb.hertz(erb.cam(hertz))) == pytest.approx(hertz, abs=1e-6)


@pytest.mark.parametrize("size", [1024, 2048, 4096])
def test_no_band_is_empty(size: int) -> None:
    assert (erb.bank(size).sum(axis=0) > 0.5).all()


@pytest.mark.parametrize("band", range(3, erb.BANDS, 6))
def test_a_tone_is_loudest_in_its_band(band: int) -> None:
    hertz = float(erb.hertz(erb.centres()[band]))
    sound = np.sin(2 * np.pi * hertz * np.arange(9600) / 48000)
    assert erb.specific(erb.energies(sound))[5].argmax() == band


def test_what_is_under_the_threshold_is_not_loud() -> None:
    assert erb.specific(np.array([0, 1e-9, 1e-8]))[:].tolist() == [0, 0, 0]
    assert erb.specific(np.array([1.0]))[0] == pytest.approx(1, abs=0.01)


def test_the_weighted_median_has_half_of_the_weight_below() -> None:
    values = np.array([5.0, 1.0, 3.0])
    assert erb.weighted_median(values, np.array([1, 1, 1])) == 3
    assert erb.weighted_median(values, np.array([5, 1, 1])) == 5
    assert np.isnan(erb.weighted_median(values, np.zeros(3)))
