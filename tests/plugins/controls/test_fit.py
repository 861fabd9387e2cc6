"""From measures to a knob that turns evenly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel_controls import dsp_fit as fit
from timbrel_controls.curve import Curve

INNER = fit.settings(-1, 0, 1, 9)
numbers = st.floats(-100, 100, allow_nan=False)
heard = st.lists(st.lists(numbers, min_size=9, max_size=9), min_size=1, max_size=3).map(np.array)


def curve(way: fit.Way, low: float = -1, rest: float = 0, high: float = 1) -> Curve:
    facts = {"inner": [low, rest, high], "knots": way.knots, "pieces": way.pieces}
    return Curve.of(facts)


@settings(deadline=None, max_examples=40)
@given(heard)
def test_the_knob_is_monotone_and_never_leaves_the_bounds(measured: np.ndarray) -> None:
    found = curve(fit.even(INNER, measured, 0.0))
    reached = [found.at(knob) for knob in np.linspace(-1.2, 1.2, 101).tolist()]
    steps = np.diff(reached)
    assert min(reached) >= -1 and max(reached) <= 1
    assert (steps >= -1e-6).all() or (steps <= 1e-6).all()


@settings(deadline=None, max_examples=40)
@given(heard)
def test_rest_is_rest_and_the_ends_are_the_ends(measured: np.ndarray) -> None:
    found = curve(fit.even(INNER, measured, 0.0))
    assert found.at(0.0) == 0.0
    assert sorted([found.at(-1.0), found.at(1.0)]) == pytest.approx([-1, 1])


def test_equal_turns_are_equal_steps_of_the_measure() -> None:
    def law(setting: np.ndarray) -> np.ndarray:
        return np.expm1(2 * setting)

    found = curve(fit.even(INNER, law(INNER)[None], 0.0))
    up = law(np.array([found.at(k) for k in np.linspace(0, 1, 6).tolist()]))
    down = law(np.array([found.at(k) for k in np.linspace(-1, 0, 6).tolist()]))
    assert np.diff(up) == pytest.approx(np.full(5, law(np.array(1.0)) / 5), rel=0.12)
    assert np.diff(down) == pytest.approx(np.full(5, -law(np.array(-1.0)) / 5), rel=0.12)


def test_a_control_that_lowers_its_measure_is_turned_round() -> None:
    found = curve(fit.even(INNER, -INNER[None], 0.0))
    assert (found.at(-1), found.at(1)) == pytest.approx((1, -1))


def test_a_control_at_rest_at_its_end_has_a_knob_of_one_side() -> None:
    inner = fit.settings(0, 0, 1, 9)
    way = fit.even(inner, inner[None] ** 2, 0.0)
    assert (way.knots[0], way.knots[-1]) == (0, 1)
    assert curve(way, 0, 0, 1).at(0.0) == 0.0


def test_the_curve_is_that_of_scipy() -> None:
    from scipy.interpolate import PchipInterpolator

    way = fit.even(INNER, np.sinh(INNER)[None], 0.0)
    theirs = PchipInterpolator(way.knots[4:], INNER[4:])
    for knob in np.linspace(0, 1, 37).tolist():
        assert curve(way).at(knob) == pytest.approx(float(theirs(knob)), abs=1e-12)


def test_a_straight_knob_goes_through_rest() -> None:
    found = curve(fit.straight(0.0, 0.35, 1.0), 0.0, 0.35, 1.0)
    assert [found.at(k) for k in (-1, -0.5, 0, 0.5, 1)] == pytest.approx([0, 0.175, 0.35, 0.675, 1])


def test_outliers_do_not_bend_the_curve_backwards() -> None:
    measured = np.array([[0, 1, 5, 3, 4, 5, 6, 7, 8]], float)
    assert (np.diff(fit.rising(INNER, measured)) >= 0).all()


def test_what_could_not_be_told_is_left_out() -> None:
    measured = np.array([INNER, np.full(9, np.nan)])
    measured[0, 3] = np.nan
    assert fit.travel(INNER, measured) == pytest.approx(2)
    assert fit.correlations(INNER, measured) == pytest.approx([1, 0])
    assert np.isnan(fit.travel(INNER, np.full((2, 9), np.nan)))


def test_a_measure_that_stands_still_goes_with_nothing() -> None:
    assert fit.correlations(INNER, np.ones((1, 9))) == pytest.approx([0])
