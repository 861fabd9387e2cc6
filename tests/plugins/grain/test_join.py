"""Stretches of recordings go on in phase where one is left for another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel_grain import dsp_join as join
from timbrel_grain import dsp_loops as loops
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_store import Piece, Store

FRAMES = 90


def store(*sounds: np.ndarray) -> Store:
    """A store of recordings (channels, samples), FRAMES of each."""
    pieces = [
        Piece(n, 0, FRAMES, 0, lambda sound=sound: sound, sound.shape[1])
        for n, sound in enumerate(sounds)
    ]
    return Store(pieces, np.zeros((FRAMES * len(sounds), 2), np.float32))


def tone(hertz: float, turn: float = 0.0, channels: int = 1) -> np.ndarray:
    time = np.arange(FRAMES * spectrum.HOP) / spectrum.RATE
    wave = np.sin(2 * np.pi * (hertz * time + turn)).astype(np.float32)
    return np.tile(wave, (channels, 1))


def levels(held: Store, path: np.ndarray, moved: np.ndarray | int) -> np.ndarray:
    """The level in dB of each frame of what is laid over each other, but for the ends."""
    sound = spectrum.overlapped(held.spectra(path, 1, moved))
    parts = sound[:, spectrum.SIZE : -spectrum.SIZE].reshape(-1, spectrum.HOP)
    return 10 * np.log10((parts**2).mean(axis=1) + 1e-12)


@settings(max_examples=30, deadline=None)
@given(st.floats(60, 900), st.floats(0, 1), st.integers(22, 60))
def test_a_tone_goes_on_at_its_level_whatever_its_phase_was(
    hertz: float, turn: float, start: int
) -> None:
    held = store(tone(hertz), tone(hertz, turn))
    path = np.concatenate([np.arange(5, 25), FRAMES + np.arange(start, start + 20)])
    dips = levels(held, path, join.aligned(held, path))
    assert dips.min() > -4.5 and dips.max() < -2  # a full sine has -3 dB


def test_without_it_a_tone_in_the_opposite_phase_is_cancelled() -> None:
    held = store(tone(375), tone(375, 0.5))  # four turns a hop: each frame begins alike
    path = np.concatenate([np.arange(5, 25), FRAMES + np.arange(25, 45)])
    assert levels(held, path, 0).min() < -9
    assert levels(held, path, join.aligned(held, path)).min() > -3.1


def test_a_whole_stretch_is_moved_by_the_same_and_the_first_not_at_all() -> None:
    held = store(tone(210), tone(210, 0.3), tone(210, 0.7))
    path = np.concatenate([np.arange(20), FRAMES + np.arange(9), 2 * FRAMES + np.arange(11)])
    moved = join.aligned(held, path)
    assert not moved[:20].any()
    assert len(set(moved[20:29])) == len(set(moved[29:])) == 1
    assert moved[20] != 0 != moved[29]
    assert np.abs(moved).max() <= join.REACH


def test_what_goes_on_in_its_recording_is_left_where_it_lies() -> None:
    noise = np.random.default_rng(0).standard_normal((2, FRAMES * spectrum.HOP))
    held = store(noise.astype(np.float32))
    assert not join.aligned(held, np.arange(7, 60)).any()
    assert join.aligned(held, np.arange(1)).tolist() == [0]


def test_the_end_of_a_recording_and_silence_are_no_trouble() -> None:
    held = store(tone(300), 0 * tone(300))
    path = np.array([FRAMES - 2, FRAMES - 1, FRAMES, FRAMES + 1, 0, 1, FRAMES - 1, 0])
    moved = join.aligned(held, path)
    assert np.isfinite(held.spectra(path, 1, moved)).all()
    assert np.abs(moved).max() <= join.REACH


@pytest.mark.parametrize("place", [0, 3, 40, 64])
def test_a_pattern_is_most_like_itself_however_loud_the_rest_is(place: int) -> None:
    rng = np.random.default_rng(place)
    sound = rng.standard_normal(364).astype(np.float32)
    sound[place : place + 300] *= 0.05
    pattern = sound[place : place + 300].copy()
    found = loops.likeness(pattern, sound)
    by_hand = [pattern @ sound[k : k + 300] / np.linalg.norm(sound[k : k + 300]) for k in range(65)]
    assert found.argmax() == place
    assert np.allclose(found, by_hand, atol=1e-3)


def test_a_frame_that_is_moved_is_read_so_many_samples_later() -> None:
    noise = np.random.default_rng(0).standard_normal((1, FRAMES * spectrum.HOP))
    held = store(noise.astype(np.float32))
    path = np.arange(10, 20)
    assert np.array_equal(held.spectra(path, 1, spectrum.HOP), held.spectra(path + 1, 1))
    assert not np.allclose(held.spectra(path, 1, 100), held.spectra(path, 1))


def test_what_lies_around_a_frame_is_in_mono_and_silent_beyond_the_ends() -> None:
    held = store(np.stack([tone(200)[0], 0 * tone(200)[0]]))
    middle = 40 - 1  # a recording's frame 0 lies one before its sound
    around = held.around(40, 7, 64)
    begin = middle * spectrum.HOP + 7 - 32
    assert np.array_equal(around, tone(200)[0, begin : begin + 64])
    assert not held.around(0, -spectrum.HOP, 256).any()
