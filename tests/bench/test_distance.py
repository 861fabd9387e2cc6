"""The measures of the benchmark, on sounds whose distance is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from tests.bench.distance import RATE, loaded, mel_bands, mel_db, spectral_db
from torchaudio.functional import melscale_fbanks

if TYPE_CHECKING:
    from pathlib import Path

MEASURES = pytest.mark.parametrize("measure", [mel_db, spectral_db])


def noise(seconds: float = 2.0) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 0.1, round(seconds * RATE))


def filtered(sound: np.ndarray, gains: np.ndarray) -> np.ndarray:
    """The sound with the gains in dB, spread evenly from 0 Hz to 24 kHz, put on its spectrum."""
    spectrum = np.fft.rfft(sound)
    curve = np.interp(np.linspace(0, 1, len(spectrum)), np.linspace(0, 1, len(gains)), gains)
    return np.fft.irfft(spectrum * 10 ** (curve / 20), len(sound))


@MEASURES
def test_a_sound_is_no_distance_from_itself(measure) -> None:
    assert measure(noise(), noise()) == 0


@MEASURES
@pytest.mark.parametrize("gain", [0.25, 2.0])
def test_level_alone_is_no_distance(measure, gain: float) -> None:
    assert measure(noise(), gain * noise()) == pytest.approx(0, abs=1e-9)


def test_a_tilt_of_6_db_is_what_it_is_in_every_bin_after_level_matching() -> None:
    tilt = np.linspace(-3, 3, 1025)
    after = tilt - 10 * np.log10(np.mean(10 ** (tilt / 10)))
    expected = np.sqrt(np.mean(after**2))
    assert spectral_db(noise(), filtered(noise(), tilt)) == pytest.approx(expected, abs=0.03)


def test_a_tilt_of_6_db_is_what_it_is_in_every_mel_band() -> None:
    tilt = np.linspace(-3, 3, 1025)
    after = tilt - 10 * np.log10(np.mean(10 ** (tilt / 10)))
    centres = mel_bands() @ np.arange(1025) / mel_bands().sum(axis=1)
    expected = np.mean(np.abs(np.interp(centres, np.arange(1025), after)))
    assert mel_db(noise(), filtered(noise(), tilt)) == pytest.approx(expected, abs=0.03)


@MEASURES
def test_what_lies_70_db_under_the_loudest_is_not_heard(measure) -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(RATE) / RATE)
    hiss = np.random.default_rng(2).normal(0, 1e-6, RATE)
    assert measure(tone, tone + hiss) < 0.01
    assert measure(tone, tone + 1e4 * hiss) > 5


@MEASURES
def test_silence_in_place_of_a_sound_is_as_far_as_the_floor_reaches(measure) -> None:
    assert 40 < measure(noise(), np.zeros(2 * RATE)) < 70


@MEASURES
def test_a_sound_that_ends_too_early_is_farther_than_a_whole_one(measure) -> None:
    assert measure(noise(), noise()[:RATE]) > 10


def test_the_bands_are_those_of_the_usual_library() -> None:
    usual = melscale_fbanks(1025, 0, RATE / 2, 128, RATE, mel_scale="htk").T.numpy()
    assert mel_bands() == pytest.approx(usual, abs=1e-4)


@pytest.mark.parametrize("rate", [44100, 48000])
def test_a_file_is_read_as_the_mean_of_its_channels_at_48_khz(tmp_path: Path, rate: int) -> None:
    time = np.arange(rate) / rate
    left = 0.5 * np.sin(2 * np.pi * 440 * time)
    soundfile.write(tmp_path / "a.wav", np.stack([left, 0 * left], axis=1), rate, "FLOAT")
    expected = 0.25 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    assert loaded(tmp_path / "a.wav")[1000:-1000] == pytest.approx(expected[1000:-1000], abs=1e-5)
