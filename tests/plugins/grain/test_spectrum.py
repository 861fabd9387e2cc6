"""Spectra give the sound back, and bands say where a tone lies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel_grain import dsp_spectrum as spectrum


def sound(samples: int, channels: int = 1, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, (channels, samples)).astype(np.float32)


def tone(hertz: float, samples: int = 48000, level: float = 1.0) -> np.ndarray:
    wave = level * np.sin(2 * np.pi * hertz * np.arange(samples) / spectrum.RATE)
    return wave[np.newaxis].astype(np.float32)


def envelope(samples: np.ndarray) -> np.ndarray:
    return spectrum.envelope(spectrum.spectra(samples, spectrum.centres(samples.shape[1])))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20_000), st.sampled_from([1, 2]), st.integers(0, 99))
def test_overlap_add_gives_every_sample_back(samples: int, channels: int, seed: int) -> None:
    original = sound(samples, channels, seed)
    middles = spectrum.centres(samples)
    back = spectrum.overlapped(spectrum.spectra(original, middles))
    begin = spectrum.SIZE // 2 - middles[0]
    assert np.abs(back[:, begin : begin + samples] - original).max() < 1e-5


def test_the_middle_of_a_lone_frame_comes_back_as_it_was() -> None:
    original = sound(spectrum.SIZE)
    half = spectrum.SIZE // 2
    back = spectrum.overlapped(spectrum.spectra(original, np.array([half])))
    assert np.abs(back[:, half] - original[:, half]).max() < 1e-5
    assert np.abs(back[:, [0, -1]]).max() < 1e-3  # no click where only a flank of the window is


@pytest.mark.parametrize("count", [1, 3, 31, 32, 33, 34, 64, 65, 100])
def test_frames_made_a_part_at_a_time_sound_as_all_of_them_at_once(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = spectrum.spectra(sound(30_000, 2), np.arange(count) * spectrum.HOP)
    gain = np.random.default_rng(0).uniform(-20, 20, (count, spectrum.BANDS)).astype(np.float32)
    some, weighted = spectrum.overlapped(frames), spectrum.weighted(frames, gain)
    monkeypatch.setattr(spectrum, "PART", 4 * count)
    assert np.array_equal(some, spectrum.overlapped(frames))
    assert np.array_equal(weighted, spectrum.weighted(frames, gain))


@given(st.integers(1, 100_000))
def test_the_first_and_last_frames_reach_beyond_the_sound(samples: int) -> None:
    middles = spectrum.centres(samples)
    assert middles[0] == -spectrum.HOP
    assert samples <= middles[-1] < samples + 2 * spectrum.HOP
    assert (np.diff(middles) == spectrum.HOP).all()


def test_frames_far_from_a_sound_are_silent() -> None:
    far = spectrum.spectra(sound(1000), np.array([-90_000, 500, 90_000]))
    assert not far[0].any() and not far[2].any()
    assert far[1].any()


def test_the_envelope_of_a_mono_sound_is_that_of_the_same_on_two_channels() -> None:
    mono = sound(9000)
    assert np.allclose(envelope(mono), envelope(np.repeat(mono, 2, axis=0)), atol=1e-4)


def test_one_silent_channel_takes_three_decibels() -> None:
    mono = sound(9000)
    half = np.concatenate([mono, 0 * mono])
    assert np.allclose(envelope(mono)[4:-4] - envelope(half)[4:-4], 10 * np.log10(2), atol=0.01)


def test_no_band_is_empty_and_none_weighs_more_than_one() -> None:
    bank = spectrum.bank()
    assert bank.shape == (spectrum.BINS, spectrum.BANDS)
    assert (bank.sum(axis=0) > 0.5).all()
    assert bank.min() == 0 and bank.max() <= 1


def test_a_gain_of_all_bands_is_that_of_all_bins_and_one_of_a_band_reaches_its_neighbours() -> None:
    gain = np.array([[6.0] * spectrum.BANDS, [0.0] * spectrum.BANDS])
    gain[1, 50] = 12
    alike, lone = 20 * np.log10(spectrum.factors(gain))
    assert np.allclose(alike, 6, atol=1e-4)
    bins = spectrum.band_edges()[50:53] * spectrum.SIZE / spectrum.RATE
    assert lone.max() == pytest.approx(12, abs=0.7)
    assert bins[0] < lone.argmax() < bins[2]
    assert np.abs(lone[: int(bins[0])]).max() < 1e-4


@pytest.mark.parametrize("band", range(0, spectrum.BANDS, 7))
def test_a_tone_lands_in_its_band_at_its_level(band: int) -> None:
    hertz = float(spectrum.band_edges()[1 + band])
    middle = envelope(tone(hertz))[40]
    assert middle.argmax() == band
    if hertz > 500:  # where a band is wider than the window's main lobe
        assert abs(middle.max()) < 3
    assert middle[np.abs(np.arange(spectrum.BANDS) - band) > 12].max() < -45


def test_silence_has_the_lowest_level_there_is() -> None:
    assert np.allclose(envelope(np.zeros((1, 5000), np.float32)), -120, atol=0.01)
