"""What leaves a model has no DC and no peak over the ceiling, however it was cut into blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from timbrel_grain.dsp_finish import Finish

CEILING = 10 ** (-1 / 20)


def finished(sound: np.ndarray, blocks: list[int] | None = None) -> np.ndarray:
    """The sound (channels, n) through a finish in blocks of given lengths, its delay taken off."""
    finish, parts, start = Finish(len(sound), 48000), [], 0
    for length in blocks or [sound.shape[1]]:
        parts.append(finish.feed(sound[:, start : start + length]))
        start += length
    parts += [finish.feed(sound[:, start:]), finish.flush()]
    return np.concatenate(parts, axis=1)


def true_peak(sound: np.ndarray, times: int) -> float:
    return float(np.abs(signal.resample_poly(sound.astype(np.float64), times, 1, axis=1)).max())


def noise(frames: int, level: float, channels: int = 2) -> np.ndarray:
    rng = np.random.default_rng(0)
    return (level * rng.standard_normal((channels, frames))).astype(np.float32)


def clicks() -> np.ndarray:
    sound = np.zeros((1, 48000), np.float32)
    sound[0, ::4801] = 4.0
    sound[0, 1::9602] = -4.0
    return sound


def sine(hertz: float, level: float, phase: float = 0.0) -> np.ndarray:
    time = np.arange(48000) / 48000
    return (level * np.sin(2 * np.pi * hertz * time + phase))[np.newaxis].astype(np.float32)


LOUD = {
    "noise": noise(48000, 1.0),
    "little over": noise(48000, 0.2),
    "clicks": clicks(),
    "low sine": sine(30, 2.0),
    "between samples": sine(12000, 1.2, np.pi / 4),
    "near the end of hearing": sine(19000, 1.5),
    "square": np.sign(sine(200, 1.0)),
}


@pytest.mark.parametrize("kind", LOUD)
def test_no_true_peak_is_over_the_ceiling(kind: str) -> None:
    out = finished(LOUD[kind])
    assert np.isfinite(out).all()
    assert true_peak(out, 4) <= CEILING
    assert true_peak(out, 8) <= CEILING
    assert np.abs(out).max() > 0.5  # limited, not muted


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 3000), min_size=1, max_size=12), st.floats(0.01, 3))
def test_blocks_make_no_difference(blocks: list[int], level: float) -> None:
    sound = noise(8000, level)
    assert np.array_equal(finished(sound, blocks), finished(sound))


@pytest.mark.parametrize("frames", [0, 1, 100, 3000, 48000])
@pytest.mark.parametrize("channels", [1, 2])
def test_as_many_samples_come_out_as_went_in(frames: int, channels: int) -> None:
    assert finished(noise(frames, 0.5, channels)).shape == (channels, frames)


def test_an_offset_is_gone() -> None:
    out = finished(0.01 * noise(240_000, 1.0) + np.float32(0.3))
    assert np.abs(out[:, 120_000:].mean(axis=1)).max() < 1e-3


@pytest.mark.parametrize("hertz", [40, 1000, 12000])
def test_a_quiet_sound_passes_with_nothing_changed_but_its_depths(hertz: float) -> None:
    sound = sine(hertz, 0.4)
    out = finished(sound)
    level = np.abs(out[:, 24_000:]).max() / np.abs(sound[:, 24_000:]).max()
    assert level == pytest.approx(1, abs=0.01)
    deep = Finish(1, 48000)._highpass
    still = np.asarray(signal.sosfilt(deep, sound, axis=1), np.float32)
    assert np.array_equal(out, still)


def test_a_peak_on_one_side_turns_both_down_alike() -> None:
    sound = np.concatenate([sine(500, 1.8), sine(500, 0.45)])
    out = finished(sound)
    assert np.allclose(out[0], 4 * out[1], atol=1e-4)


def test_the_sound_away_from_a_peak_is_left_alone() -> None:
    sound = sine(500, 0.2)
    loud = sound.copy()
    loud[0, 24_000] = 3.0
    apart = np.abs(finished(loud) - finished(sound))[0]
    assert apart[:23_000].max() == 0
    assert apart[30_000:].max() < 0.01
