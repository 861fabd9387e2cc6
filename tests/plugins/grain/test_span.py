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
    assert span.frames(row(200), 5.0, density) < span.frames(row(200), 5.0, 0.0) == 200


@given(
    whole=st.integers(1, 400),
    overlap=st.floats(0, 60),
    density=st.floats(-1, 1),
)
def test_an_event_never_grows_and_never_vanishes(
    whole: int, overlap: float, density: float
) -> None:
    left = span.frames(row(whole), overlap, density)
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
    event = row(whole, rise, fall)
    left = span.frames(event, overlap, density)
    comes, goes = span.ends(event, left, density)
    assert span.ATTACK <= comes <= max(rise * spectrum.HOP, span.ATTACK)
    if left < whole and density >= 0:
        assert goes >= left * spectrum.HOP // 2
    elif left < whole:
        assert fall * spectrum.HOP <= goes <= max(fall, left) * spectrum.HOP
    else:
        assert goes == fall * spectrum.HOP
    if left == whole and density >= 0:
        assert comes == max(rise * spectrum.HOP, span.ATTACK)


DRONE = row(280, 64, 64)


def test_the_shorter_a_drone_is_cut_the_more_suddenly_it_begins() -> None:
    lefts = [span.frames(DRONE, overlap, 1.0) for overlap in (2.0, 4.0, 30.0)]
    comes = [span.ends(DRONE, left, 1.0)[0] for left in lefts]
    assert comes[0] > comes[1] > comes[2]
    assert comes[2] < 0.01 * spectrum.RATE


def test_where_it_is_sparse_what_lasts_is_let_go_sooner_and_gently() -> None:
    lefts = [span.frames(DRONE, 0.3, density) for density in (0.0, -0.3, -0.6, -1.0)]
    assert lefts[0] == 280 and all(a > b for a, b in pairwise(lefts))
    comes, goes = span.ends(DRONE, lefts[-1], -1.0)
    assert span.ATTACK < comes < 0.1 * spectrum.RATE  # or else it is not heard to begin
    assert goes >= 22 * spectrum.HOP
    assert span.frames(row(280), 0.3, -1.0, pad=True) == lefts[-1]
    assert span.frames(row(280), 0.3, -1.0) == 280  # what dies away by itself is heard to its end


def test_what_is_cut_out_of_a_drone_dies_away_and_a_stroke_does_so_by_itself() -> None:
    gain = span.dying(40 * spectrum.HOP, DRONE, 14, 1.0)
    assert gain is not None and (np.diff(gain) <= 0).all()
    assert gain[0] == 1 and 0.02 < gain[-1] < 0.2
    assert span.dying(40 * spectrum.HOP, row(280), 14, 1.0) is None
    assert span.dying(300 * spectrum.HOP, DRONE, 280, 0.0) is None
    assert span.dying(300 * spectrum.HOP, DRONE, 100, -1.0) is None


def test_where_it_is_dense_few_events_are_heard_at_a_time(model: Any) -> None:
    values = {c.name: c.rest for c in model.controls} | {"density": 1.0}
    steps = list(islice(walk(model.ensemble.catalogue, values, 4), 40))
    heard = sum(model.ensemble.voice(step, values).shape[1] for step in steps)
    seconds = steps[-1].when * spectrum.HOP
    assert heard / seconds < 3  # the ends of the frames' windows are counted too
