"""Curves hold few points, of the whole way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from timbrel_train.curves import MOST, Curves


@given(st.integers(1, 3000))
def test_a_curve_is_bounded_and_reaches_from_start_to_end(count: int) -> None:
    curves = Curves()
    for step in range(count):
        curves.add(step, {"loss": step / 2})
    steps, losses = curves.columns["step"], curves.columns["loss"]
    assert 1 <= len(steps) == len(losses) <= MOST
    assert losses == [step / 2 for step in steps]
    assert steps == sorted(set(steps))
    assert steps[0] <= count / 100 and steps[-1] >= count - 1 - count / 100


def test_curves_that_were_kept_go_on() -> None:
    curves = Curves({"step": [0, 5], "loss": [2.0, 1.0]})
    curves.add(9, {"loss": 0.5})
    assert curves.columns == {"step": [0, 5, 9], "loss": [2.0, 1.0, 0.5]}
