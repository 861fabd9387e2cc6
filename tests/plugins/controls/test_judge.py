"""A knob is judged by what was heard of it."""

from __future__ import annotations

import numpy as np
import pytest

from timbrel import Control
from timbrel_controls import dsp_fit as fit
from timbrel_controls.dsp_judge import judged
from timbrel_controls.dsp_learn import Turned

INNER = fit.settings(-1, 0, 1, 9)
VARIED = {"brightness": {"sd": 1.0, "low": 0.0, "median": 1.0, "high": 2.0}}
WINDOWS = [np.zeros((1, 16))] * 9
FLUTTER = np.array([0.02, -0.02, 0.0, 0.02, 0.0, 0.0, 0.0, 0.0, 0.0])


def knob(measured: np.ndarray) -> dict:
    control = Control("brightness", -1, 1, 0)
    both = np.array([measured, measured + FLUTTER])[:, :, None]
    turned = Turned(control, INNER, both, WINDOWS)
    return judged([turned], ["brightness"], VARIED, None)["knobs"]["brightness"]


@pytest.mark.parametrize("way", [1, -1])
def test_a_side_on_which_nothing_is_heard_is_no_part_of_the_knob(way: int) -> None:
    found = knob(3 * np.maximum(way * INNER, 0))
    assert sorted({found["knots"][0], found["knots"][-1]}) == [0, 1]
    assert found["correlation"] > 0.95 and not found["inert"]
    assert found["inner"] == [-1, 0, 1]
    assert min(way * np.array(found["points"]["inner"])) == 0


def test_a_side_that_is_heard_stays() -> None:
    found = knob(np.where(INNER < 0, 0.8, 3.0) * INNER)
    assert (found["knots"][0], found["knots"][-1]) == (-1, 1)


def test_a_knob_of_which_neither_side_is_heard_is_inert_as_a_whole() -> None:
    found = knob(0.01 * INNER)
    assert found["inert"] and (found["knots"][0], found["knots"][-1]) == (-1, 1)


@pytest.mark.parametrize("way", [1, -1])
def test_a_side_on_which_it_goes_the_wrong_way_is_no_part_of_the_knob(way: int) -> None:
    """Or else the whole would be neither more nor less, though one side is steady."""
    found = knob(np.where(way * INNER > 0, 3.0, -0.8) * np.abs(INNER) * np.sign(way * INNER))
    assert not found["inert"] and found["correlation"] > 0.95
    assert min(way * np.array(found["points"]["inner"])) == 0


def test_a_side_that_goes_up_at_once_and_wavers_on_top_stays() -> None:
    """A room is heard with its first quarter; more of it is told by some takes only."""
    low = np.array([-1.9, -1.8, -1.7, -1.6])
    one, other = [-1.42, -0.35, -0.46, -0.56, -0.46], [-0.85, -0.32, -0.31, -0.43, -0.07]
    both = np.array([[*low, *one], [*low, *other]])[:, :, None]
    control = Control("brightness", -1, 1, 0)
    turned = Turned(control, INNER, both, WINDOWS)
    found = judged([turned], ["brightness"], VARIED, None)["knobs"]["brightness"]
    assert max(found["points"]["inner"]) == 1 and not found["inert"]


def test_what_is_hardly_heard_is_no_side_however_alike_the_recordings_are() -> None:
    """Brightness by 0.3 Cam is not heard, though recordings that differ by 0.2 make it 1.5 SD."""
    alike = {"brightness": {**VARIED["brightness"], "sd": 0.2}}
    measured = np.where(INNER < 0, 0.3, 3.0) * INNER + FLUTTER / 10
    turned = Turned(Control("brightness", -1, 1, 0), INNER, measured[None, :, None], WINDOWS)
    found = judged([turned], ["brightness"], alike, None)["knobs"]["brightness"]
    assert min(found["points"]["inner"]) == 0 and not found["inert"]


def beside(own: np.ndarray, other: np.ndarray) -> dict:
    """A knob whose measure has another one beside it."""
    names = ["brightness", "brightness/other", "warmth"]
    varied = {name: VARIED["brightness"] for name in names}
    measured = np.stack([own, other, 0.1 * own], axis=-1)
    turned = Turned(Control("brightness", -1, 1, 0), INNER, np.array([measured] * 2), WINDOWS)
    facts = judged([turned], names, varied, None)
    assert list(facts["corpus"]) == ["brightness", "warmth"]
    return facts["knobs"]["brightness"]


def test_a_side_that_only_one_of_two_measures_hears_is_no_part_of_the_knob() -> None:
    found = beside(3 * INNER, 2 * np.maximum(INNER, 0))
    assert not found["inert"] and min(found["points"]["inner"]) == 0
    assert list(found["leak"]) == ["warmth"]


@pytest.mark.parametrize("other", [0 * INNER, -2 * INNER])
def test_a_knob_that_only_one_of_two_measures_hears_is_inert(other: np.ndarray) -> None:
    assert "only one of two ways" in beside(3 * INNER, other)["inert"]


def test_a_knob_that_both_measures_hear_acts() -> None:
    found = beside(3 * INNER, 2 * INNER)
    assert not found["inert"] and (found["knots"][0], found["knots"][-1]) == (-1, 1)
