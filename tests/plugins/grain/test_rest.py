"""Of an event that is soon over only the beginning is made, and it is as the whole one was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_event import treated
from timbrel_grain.dsp_rest import Rest, sounding
from timbrel_grain.dsp_walk import Step


def step() -> Step:
    return Step(0, 0, 0.0, 1.0, 0.0, np.random.default_rng(0), (0, 0))


def falling(seconds: float, hertz: float = 440.0, fall: float = 1.5) -> np.ndarray:
    time = np.arange(round(seconds * spectrum.RATE)) / spectrum.RATE
    tones = np.sin(2 * np.pi * hertz * time) + 0.3 * np.sin(2 * np.pi * 5 * hertz * time)
    sound = np.pad(tones * np.exp(-fall * time), (spectrum.SIZE // 2, 0))
    return 0.2 * sound[None].astype(np.float32)


@given(st.integers(1, 300), st.floats(-1, 1))
def test_an_event_is_made_whole_unless_it_is_struck(frames: int, rhythm: float) -> None:
    made = sounding(frames, rhythm)
    assert 1 <= made <= frames
    if rhythm <= 0:
        assert made == frames


def test_at_the_knobs_end_a_long_event_has_less_than_half_a_second_made() -> None:
    assert sounding(280, 1.0) * spectrum.HOP / spectrum.RATE == pytest.approx(0.45, abs=0.04)
    assert sounding(280, 0.3) < sounding(280, 0.1) < 280


def test_a_beginning_that_is_the_whole_differs_in_nothing() -> None:
    envelope = np.random.default_rng(0).uniform(-80, 0, (50, spectrum.BANDS)).astype(np.float32)
    rest = Rest.of(envelope, 50)
    assert rest.louder == pytest.approx(1) and rest.higher == pytest.approx(1)
    assert np.abs(rest.colour).max() < 1e-4


@pytest.mark.parametrize("fall", [0.5, 3.0, 12.0])
def test_a_struck_event_sounds_as_if_all_of_it_had_been_made(fall: float) -> None:
    sound = falling(2.0, fall=fall)
    frames = spectrum.spectra(sound, spectrum.SIZE // 2 + np.arange(187) * spectrum.HOP)
    count = sounding(len(frames), 1.0)
    whole = treated(sound, 96, 500, step(), {"rhythm": 1.0})
    begun = sound[:, : (count - 1) * spectrum.HOP + spectrum.SIZE]
    rest = Rest.of(spectrum.envelope(frames), count)
    struck = treated(begun, 96, 500, step(), {"rhythm": 1.0}, rest)
    length = min(whole.shape[1], struck.shape[1])
    assert abs(whole.shape[1] - struck.shape[1]) < 2 * spectrum.HOP
    loud = [10 * np.log10((s[:, :length] ** 2).sum()) for s in (whole, struck)]
    assert loud[1] == pytest.approx(loud[0], abs=0.5)
    gain = 10 ** ((loud[0] - loud[1]) / 20)
    apart = whole[:, :length] - gain * struck[:, :length]
    assert (apart**2).sum() < 0.01 * (whole**2).sum()
