"""Filters are those that everyone knows, and go on from one block to the next."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from timbrel_grain import dsp_filter as filters

RATE = 48000


@pytest.mark.parametrize("kind", ["lowpass", "highpass"])
@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize("hertz", [2.0, 150.0, 1400.0, 16000.0])
def test_a_butterworth_filter_has_the_coefficients_that_scipy_gives_it(
    kind: str, order: int, hertz: float
) -> None:
    theirs = np.asarray(signal.butter(order, hertz, kind, fs=RATE, output="sos"))
    assert np.allclose(getattr(filters, kind)(hertz, order), theirs, atol=1e-12)


def test_so_has_a_band() -> None:
    theirs = np.asarray(signal.butter(1, (130, 370), "bandpass", fs=RATE, output="sos"))
    assert np.allclose(filters.bandpass(130, 370), theirs, atol=1e-12)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 999), st.sampled_from([1, 2]))
def test_a_sound_may_come_in_pieces(cut: int, channels: int) -> None:
    sound = np.random.default_rng(0).standard_normal((channels, 1000)).astype(np.float32)
    sections = np.concatenate([filters.bandpass(200, 900), filters.highpass(40, 2)])
    memory = np.zeros((2, channels, 2))
    parts = [filters.filtered(p, sections, memory) for p in (sound[:, :cut], sound[:, cut:])]
    whole = np.asarray(signal.sosfilt(sections, sound, axis=1))
    assert np.array_equal(np.concatenate(parts, axis=1), whole)
    one, memory[:] = sections[1:], 0
    parts = [filters.filtered(p, one, memory[1:]) for p in (sound[:, :cut], sound[:, cut:])]
    assert np.array_equal(np.concatenate(parts, axis=1), signal.sosfilt(one, sound, axis=1))
    memory[:] = 0
    loud = filters.energy(sound, sections, memory)
    assert loud == pytest.approx((whole**2).sum(), rel=1e-9)
