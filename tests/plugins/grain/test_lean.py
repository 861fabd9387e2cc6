"""What a walk leans to: one quality moves, the others stay, and it is the same walk."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel_grain.dsp_lean import Lean, leaning
from timbrel_grain.dsp_traits import ASIDE, NAMES, deviates
from timbrel_grain.dsp_walk import walk

if TYPE_CHECKING:
    from timbrel import offers

SIZE = len(NAMES) + len(ASIDE)


def correlated(count: int = 400) -> np.ndarray:
    """Qualities (E, SIZE), the first two of which mostly go together."""
    drawn = np.random.default_rng(0).standard_normal((count, SIZE))
    drawn[:, 1] = 0.7 * drawn[:, 0] + 0.7 * drawn[:, 1]
    return drawn


def chosen(lean: Lean, count: int, amount: float) -> np.ndarray:
    tilt = lean.tilt({"warmth": amount})
    assert tilt is not None
    return np.array([tilt.instead(event, (7, event)) for event in range(count)])


def test_a_lean_moves_its_own_quality_and_leaves_the_others() -> None:
    qualities = correlated()
    moved = qualities[chosen(Lean(qualities, 0.2), 400, 0.5)].mean(axis=0) - qualities.mean(axis=0)
    assert moved[0] > 0.7
    assert np.abs(moved[1:]).max() < 0.35 * moved[0]


def test_each_event_gives_way_to_one_that_is_further_up_the_further_it_leans() -> None:
    qualities = correlated()
    qualities[:, 1:] = 0
    lean = Lean(qualities, 0.2)
    found = [qualities[chosen(lean, 400, amount), 0] for amount in (-1, -0.3, 0.3, 1)]
    for less, more in itertools.pairwise(found):
        assert (more >= less).all()


def test_a_faint_lean_leaves_nearly_all_events_as_they_are() -> None:
    stayed = chosen(Lean(correlated(), 0.2), 400, 1e-9) == np.arange(400)
    assert stayed.mean() > 0.99


@given(st.integers(5, 60), st.floats(-1, 1).filter(lambda v: abs(v) > 1e-3))
def test_some_events_are_always_left_to_choose_from(count: int, amount: float) -> None:
    qualities = correlated(count)
    assert len(set(chosen(Lean(qualities, 0.2), count, amount))) >= 2


@pytest.mark.parametrize(("count", "usual"), [(4, 0.2), (100, 2.0)])
def test_few_events_and_slow_ones_are_left_alone(count: int, usual: float) -> None:
    assert Lean(correlated(count), usual).tilt({"warmth": 1.0}) is None


def test_with_the_knob_at_rest_nothing_leans() -> None:
    assert not leaning({"warmth": 0.0, "density": 1.0}) and leaning({"warmth": 0.1})
    assert Lean(correlated(), 0.2).tilt({"warmth": 0.0}) is None


@given(st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), min_size=1, max_size=30))
def test_deviates_keep_the_order_and_are_finite(values: list[float]) -> None:
    found = deviates(np.array(values))
    assert np.isfinite(found).all()
    known = [(v, f) for v, f in zip(values, found, strict=True) if v == v]
    for (a, first), (b, second) in itertools.pairwise(known):
        assert (a <= b) == (first <= second) or not found.any()


def test_a_walk_goes_at_the_same_times_whatever_it_leans_to(model: Any) -> None:
    catalogue = model.ensemble.catalogue
    values = {c.name: c.rest for c in model.controls}

    def steps(warmth: float) -> list[Any]:
        moved = walk(catalogue, values | {"warmth": warmth}, 3, None, lambda: model.lean)
        return [next(moved) for _ in range(200)]

    rest, warm, lean = steps(0.0), steps(1.0), steps(-1.0)
    assert [s.when for s in rest] == [s.when for s in warm] == [s.when for s in lean]
    assert [s.event for s in warm] != [s.event for s in lean]


def test_low_sounds_come_where_it_is_warm_and_high_ones_where_it_is_not(model: Any) -> None:
    qualities = model.lean._z[:, 0]
    catalogue = model.ensemble.catalogue
    values: dict[str, float] = {c.name: c.rest for c in model.controls}

    def mean(warmth: float) -> float:
        moved = walk(catalogue, values | {"warmth": warmth}, 3, None, lambda: model.lean)
        return float(np.mean([qualities[next(moved).event] for _ in range(300)]))

    assert mean(-1.0) < mean(0.0) < mean(1.0)


def test_it_sounds_the_same_each_time(model: offers.Model, play: Any) -> None:
    first, again = (play(model, 2.0, seed=2, warmth=0.8) for _ in range(2))
    assert np.array_equal(first, again)
