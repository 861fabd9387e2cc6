"""Where it is dense fewer events sound at a time, each cut short by what follows."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel_grain import dsp_span as span
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_walk import walk

DENSITIES = (-1.0, 0.0, 0.1, 0.3, 0.5, 1.0)


def row(frames: int, rise: int = 0, fall: int = 4) -> np.ndarray:
    return np.array([0, 0, frames, 20, rise, fall])


def test_the_denser_the_fewer_events_sound_at_a_time() -> None:
    counts = [span.voices(d) for d in DENSITIES]
    assert counts[0] == counts[1] == span.VOICES
    assert all(a >= b for a, b in pairwise(counts))
    assert counts[-1] < 2


def test_density_turned_a_little_changes_their_number_a_little() -> None:
    assert abs(span.voices(0.001) - span.voices(0.0)) < 0.05


@pytest.mark.parametrize("density", [0.3, 1.0])
def test_a_long_event_among_many_is_cut_short_where_it_is_dense(density: float) -> None:
    assert span.frames(200, 5.0, density) < span.frames(200, 5.0, 0.0) == 200


@given(
    whole=st.integers(1, 400),
    overlap=st.floats(0, 60),
    density=st.floats(-1, 1),
)
def test_an_event_never_grows_and_never_vanishes(
    whole: int, overlap: float, density: float
) -> None:
    left = span.frames(whole, overlap, density)
    assert 1 <= left <= whole
    if overlap <= 1:
        assert left == whole


@given(
    whole=st.integers(2, 400),
    overlap=st.floats(0, 60),
    density=st.floats(-1, 1),
    rise=st.sampled_from([0, 64]),
    fall=st.sampled_from([4, 24, 64]),
)
def test_what_is_cut_short_comes_and_goes_within_its_length(
    whole: int, overlap: float, density: float, rise: int, fall: int
) -> None:
    left = span.frames(whole, overlap, density)
    comes, goes = span.ends(row(whole, rise, fall), left)
    if left < whole:
        assert comes <= max(left * spectrum.HOP // 4, span.ATTACK)
        assert goes >= left * spectrum.HOP // 2
    else:
        assert (comes, goes) == (max(rise * spectrum.HOP, span.ATTACK), fall * spectrum.HOP)


def test_where_it_is_dense_few_events_are_heard_at_a_time(model: Any) -> None:
    values = {c.name: c.rest for c in model.controls} | {"density": 1.0}
    steps = list(islice(walk(model.ensemble.catalogue, values, 4), 40))
    heard = sum(model.ensemble.voice(step, values).shape[1] for step in steps)
    seconds = steps[-1].when * spectrum.HOP
    assert heard / seconds < 3  # the ends of the frames' windows are counted too
