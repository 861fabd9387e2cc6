"""How a knob is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.bench import knobs
from tests.bench.attributes import ATTRIBUTES, RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Card, Kernel

PLACES = np.linspace(-1, 1, knobs.POSITIONS)
NAMES = list(ATTRIBUTES)
ONES = np.ones(len(NAMES))


def heard(**slopes: float) -> np.ndarray:
    """Two seeds in which attributes rise by so much from end to end."""
    found = np.zeros((2, knobs.POSITIONS, len(NAMES)))
    for name, slope in slopes.items():
        found[:, :, NAMES.index(name)] = slope * PLACES / 2
    return found


def test_a_true_knob_reaches_every_bar() -> None:
    found = knobs.figures("brightness", PLACES, heard(brightness=4), ONES)
    assert found["correlation"] == found["worst"] == pytest.approx(1)
    assert found["travel"] == pytest.approx(3.5) and found["leak"] == 0


def test_a_leak_is_named_unless_it_is_heard_together() -> None:
    sounds = heard(brightness=4, warmth=-4, density=1)
    found = knobs.figures("brightness", PLACES, sounds, ONES)
    assert (found["leaks_into"], found["leak"]) == ("density", pytest.approx(0.25))
    assert found["leaks"]["warmth"] == pytest.approx(1)


def test_travel_is_against_the_corpus() -> None:
    found = knobs.figures("space", PLACES, heard(space=4), 2 * ONES)
    assert found["travel"] == pytest.approx(1.75)


def test_a_knob_that_goes_the_wrong_way_fails() -> None:
    found = knobs.figures("pulse", PLACES, heard(pulse=-4), ONES)
    assert found["correlation"] == pytest.approx(-1) and found["travel"] < 0


def test_what_no_render_tells_counts_as_nothing() -> None:
    sounds = heard(space=4)
    sounds[:, :, NAMES.index("space")] = np.nan
    found = knobs.figures("space", PLACES, sounds, ONES)
    assert found["correlation"] == 0 and found["travel"] == 0


def test_the_spread_of_a_corpus_is_never_nothing() -> None:
    silence, tone = np.zeros(RATE), 0.3 * np.sin(np.arange(RATE) / 10)
    spread = knobs.varied([silence, tone, tone], 1.0)
    assert (spread >= [each.least for each in ATTRIBUTES.values()]).all()


def test_sounds_too_short_for_a_measure_do_not_set_its_spread() -> None:
    time = np.arange(2 * RATE) / RATE
    long = [0.3 * np.sin(2 * np.pi * hertz * time) for hertz in (440, 450, 460, 470)]
    short = [np.random.default_rng(n).standard_normal(2000) for n in range(8)]
    bright = NAMES.index("brightness")
    assert knobs.varied([*long, *short], 6.0)[bright] == knobs.varied(long, 6.0)[bright]


def test_where_too_few_tell_the_usual_spread_stands_in() -> None:
    spread = knobs.varied([np.random.default_rng(0).standard_normal(RATE)], 6.0)
    assert spread.tolist() == [each.usual for each in ATTRIBUTES.values()]


def test_a_session_is_turned(trained: Kernel, tone: Callable[..., Card]) -> None:
    session = knobs.opened(trained, "bell")
    plan = knobs.Plan(seeds=1, seconds=0.5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ATTRIBUTES, "pitch", ATTRIBUTES["brightness"])
        found = knobs.turned(session, "pitch", plan, np.ones(len(ATTRIBUTES)))
    assert found["correlation"] == pytest.approx(1) and found["travel"] > 1
    assert session.values["pitch"] == session.controls["pitch"].rest


def test_the_report_marks_what_misses_its_bar() -> None:
    good = knobs.figures("brightness", PLACES, heard(brightness=4), ONES)
    poor = knobs.figures("space", PLACES, heard(space=1, tension=2), ONES)
    result = {
        "folder": "tabla",
        "knobs": {"brightness": good, "space": poor},
        "inert": {"pulse": "they begin too seldom"},
    }
    text = knobs.report([result, {"folder": "drum", "broken": "exit 1"}])
    assert "2 of 3 knobs act" in text and "drum was not measured: exit 1" in text
    assert "| brightness | 1.00 | 1.00 | 3.50 | 0.00 |" in text
    assert "| space | 1.00 | 1.00 | **0.88** | **2.00** | tension |" in text
    assert "Inert: pulse, because they begin too seldom." in text
