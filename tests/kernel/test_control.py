"""Knobs keep within their bounds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Control, Problem
from timbrel.control import settle

finite = st.floats(-1e6, 1e6)


@st.composite
def controls(draw: st.DrawFn) -> Control:
    low = draw(finite)
    high = low + draw(st.floats(1e-3, 1e6))
    return Control("knob", low, high, low)


@given(controls(), st.floats(0, 1))
def test_a_position_comes_back_from_its_value(control: Control, unit: float) -> None:
    assert control.to_unit(control.from_unit(unit)) == pytest.approx(unit, abs=1e-6)


@given(controls(), st.floats(allow_nan=False, allow_infinity=False))
def test_a_knob_out_of_range_is_clamped(control: Control, value: float) -> None:
    clamped = control.clamp(value)
    assert control.low <= clamped <= control.high
    assert clamped == value or not control.low <= value <= control.high
    assert control.clamp(clamped) == clamped


@given(controls(), st.floats(allow_nan=False, allow_infinity=False))
def test_a_position_beyond_the_ends_stays_at_them(control: Control, unit: float) -> None:
    assert control.low <= control.from_unit(min(max(unit, -9.0), 9.0)) <= control.high


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused_with_the_range(value: float) -> None:
    with pytest.raises(Problem, match="Give -1 to 1"):
        Control("pan", -1.0, 1.0, 0.0).clamp(value)


def test_a_knob_that_is_not_given_rests() -> None:
    pair = (Control("pan", -1.0, 1.0, 0.25), Control("level"))
    assert settle(pair, {"level": 7.0}) == {"pan": 0.25, "level": 1.0}


def test_a_knob_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(Problem, match="No control 'colour'. There is: level.") as missing:
        settle((Control("level"),), {"colour": 1.0})
    assert missing.value.kind == "missing"
