"""Grains take on the envelope they are given, and no more than there is in them."""

from __future__ import annotations

import numpy as np
import pytest

from timbrel_grain import dsp_shape as shape
from timbrel_grain import dsp_spectrum as spectrum


def noise(seconds: float = 0.5, channels: int = 1, level: float = 0.1) -> np.ndarray:
    rng = np.random.default_rng(0)
    return level * rng.standard_normal((channels, round(seconds * 48000))).astype(np.float32)


def taken(sound: np.ndarray) -> np.ndarray:
    return spectrum.spectra(sound, spectrum.centres(sound.shape[1]))


def inner(sound: np.ndarray) -> np.ndarray:
    """The envelope of what ``shaped`` gave, at the frames that it was shaped for."""
    count = (sound.shape[1] - spectrum.SIZE) // spectrum.HOP + 1
    middles = spectrum.SIZE // 2 + np.arange(count) * spectrum.HOP
    return spectrum.envelope(spectrum.spectra(sound, middles))


def shaped(frames: np.ndarray, target: np.ndarray, passes: int) -> np.ndarray:
    """Every frame corrected as far as it goes."""
    return shape.shaped(frames, target, np.ones(len(frames), np.float32), passes)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("passes", [0, 3])
def test_own_frames_with_their_own_envelope_come_back_as_they_were(
    channels: int, passes: int
) -> None:
    sound = noise(0.3, channels)
    frames = taken(sound)
    back = shaped(frames, spectrum.envelope(frames), passes)
    begin = spectrum.SIZE // 2 + spectrum.HOP
    assert np.abs(back[:, begin : begin + sound.shape[1]] - sound).max() < 1e-5


@pytest.mark.parametrize("change", [-20.0, 6.0, 20.0])
def test_the_energy_of_noise_follows_the_target(change: float) -> None:
    frames = taken(noise())
    target = spectrum.envelope(frames) + np.float32(change)
    came = inner(shaped(frames, target, 2))
    assert abs(float((came - target)[6:-6].mean())) < 1


def test_a_tilted_target_is_followed_in_every_band() -> None:
    frames = taken(noise(1.0))
    tilt = np.linspace(10, -25, spectrum.BANDS, dtype=np.float32)
    target = spectrum.envelope(frames).mean(axis=0) + tilt + np.zeros((len(frames), 1), np.float32)
    came = inner(shaped(frames, target, 3))[6:-6]
    power = 10 * np.log10((10 ** (came / 10)).mean(axis=0))
    assert np.abs(power - target[0])[4:].mean() < 2.5


def test_silence_is_not_blown_up() -> None:
    hum = noise(level=1e-5)
    frames = taken(hum)
    target = np.zeros((len(frames), spectrum.BANDS), np.float32)
    back = shaped(frames, target, 3)
    assert 20 * np.log10(back.std() / hum.std()) < 45
    assert np.abs(back).max() < 0.02
    nothing = shaped(0 * frames, target, 3)
    assert not nothing.any()


def test_a_grain_that_is_no_stranger_is_left_as_its_first_gain_makes_it() -> None:
    frames = taken(noise())
    target = spectrum.envelope(frames) + noise(0.5).std() * 30
    familiar = np.zeros(len(frames), np.float32)
    once = shape.shaped(frames, target, familiar, 0)
    assert np.array_equal(once, shape.shaped(frames, target, familiar, 3))
    assert not np.array_equal(once, shaped(frames, target, 3))


def test_what_is_far_under_the_loudest_frame_is_not_heard() -> None:
    target = np.full((3, spectrum.BANDS), -80, np.float32)
    target[0, 5], target[1, 90] = -10, -60
    assert shape.audible(target).tolist() == [True, True, False]


def test_both_channels_have_the_same_gain() -> None:
    sound = noise(0.3, 2)
    sound[1] *= 0.25
    frames = taken(sound)
    back = shaped(frames, spectrum.envelope(frames) + 6, 3)
    assert back[0].std() / back[1].std() == pytest.approx(4, rel=0.05)


def test_the_ends_of_a_faded_sound_are_silent_and_its_middle_is_not_touched() -> None:
    sound = np.ones((2, 1000), np.float32)
    faded = shape.faded(sound, 100, 300)
    assert faded[:, 0].max() == 0 and faded[:, -1].max() == 0
    assert (faded[:, 100:700] == 1).all()
    assert (np.diff(faded[0, :100]) > 0).all() and (np.diff(faded[0, -300:]) < 0).all()
    assert (sound == 1).all()


@pytest.mark.parametrize("length", [1, 2, 3, 50])
def test_a_sound_shorter_than_its_fades_is_faded_all_the_same(length: int) -> None:
    faded = shape.faded(np.ones((1, length), np.float32), 100, 100)
    assert faded.shape == (1, length) and (faded <= 1).all()
