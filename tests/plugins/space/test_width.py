"""A sound gets wide, and stays whole where it is folded to mono."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timbrel import offers
from timbrel_space.dsp_side import held
from timbrel_space.mono import Mono
from timbrel_space.width import Width

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Take

    Put = Callable[..., np.ndarray]


def likeness(ears: np.ndarray) -> float:
    return float(np.corrcoef(ears)[0, 1])


@pytest.mark.parametrize("channels", [1, 2])
def test_no_width_is_mono_to_the_last_bit(put: Put, noise: np.ndarray, channels: int) -> None:
    sound = np.concatenate([noise, noise[:, ::-1]])[:channels]
    left, right = put(Width(), sound, width=0)
    assert np.array_equal(left, right)
    assert np.array_equal(left, put(Mono(), sound)[0])


@pytest.mark.parametrize("width", [0.3, 1, 2])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [16000, 44100, 48000, 96000])
def test_the_mono_sum_has_the_spectrum_of_mono(
    put: Put, thirds: Put, noise: np.ndarray, channels: int, width: float, rate: int
) -> None:
    sound = np.concatenate([noise, 0.4 * noise[:, ::-1]])[:channels]
    ears = put(Width(), sound, rate, width=width)
    folded, mono = thirds(ears.mean(axis=0), rate), thirds(put(Mono(), sound, rate), rate)
    assert np.abs(folded - mono).max() < 0.01
    assert np.abs(ears.mean(axis=0) - put(Mono(), sound, rate)).max() < 1e-6


def test_more_width_is_less_alike(put: Put, noise: np.ndarray) -> None:
    alike = [likeness(put(Width(), noise, width=w)) for w in (0, 0.5, 1, 1.5, 2)]
    assert alike == sorted(alike, reverse=True)
    assert alike[0] == pytest.approx(1)
    assert 0.5 < alike[2] < 0.75  # pink: the bass, which has no side, counts most
    assert alike[4] < 0.3


def test_no_third_of_an_octave_leans_to_one_side(put: Put, thirds: Put, noise: np.ndarray) -> None:
    left, right = thirds(put(Width(), noise, width=2))
    assert np.abs(left - right)[4:].max() < 1.5
    assert abs(left.mean() - right.mean()) < 0.2


def test_the_side_is_as_loud_as_the_middle_and_the_bass_has_none() -> None:
    level = 20 * np.log10(np.abs(np.fft.rfft(held(48000), 16384)) + 1e-9)
    hertz = np.fft.rfftfreq(16384, 1 / 48000)
    assert np.abs(level[(hertz > 260) & (hertz < 23000)]).max() < 0.5
    assert level[(hertz < 80)].max() < -30


def test_a_stroke_keeps_its_attack() -> None:
    share = np.cumsum(held(48000) ** 2)
    assert share[int(0.005 * 48000)] > 0.9 * share[-1]


def test_a_stereo_take_of_natural_width_is_what_it_was(put: Put, noise: np.ndarray) -> None:
    both = np.concatenate([noise, noise[:, ::-1]])
    assert np.array_equal(put(Width(), both, width=1), both.astype(np.float32))


def test_a_stereo_take_of_twice_the_width_has_twice_the_side(put: Put, noise: np.ndarray) -> None:
    both = np.concatenate([noise, 0.5 * noise[:, ::-1]])
    left, right = put(Width(), both, width=2)
    assert np.allclose(left - right, 2 * (both[0] - both[1]), atol=1e-6)


def test_width_can_move_without_a_click(take: Callable[..., Take]) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 300 * np.arange(96000) / 48000)
    motion = offers.Motion(lambda now: {"width": 1 + np.sin(np.pi * now)})
    ears = Width().place(take(tone), motion).audio().samples
    steps = np.abs(np.diff(ears, 2, axis=1))[:, 6000:].max(axis=1)  # where its echo has begun
    smooth = np.abs(np.diff(tone, 2)).max()
    assert (steps < 2.5 * smooth).all()
    assert np.allclose(ears.mean(axis=0), tone, atol=1e-6)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(block=st.integers(1, 9000), frames=st.integers(1, 20000), channels=st.integers(1, 3))
def test_the_blocks_that_come_do_not_matter(
    put: Put, block: int, frames: int, channels: int
) -> None:
    sound = np.random.default_rng(frames).uniform(-1, 1, (channels, frames))
    block = max(block, frames // 100)
    once, again = put(Width(), sound, block=block), put(Width(), sound, block=frames)
    assert once.shape == (2, frames)
    assert np.array_equal(once, again)
