"""Knobs over time: what is written is read, what cannot be is a sentence, and the recipe has it."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Kernel, Problem, offers
from timbrel_play import motion, motion_curve, motion_wave
from timbrel_play.motion_curve import CURVES, Curve, curve
from timbrel_play.motion_wave import SHAPES, Wave, wave

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = st.floats(-1e6, 1e6)
POINTS = st.lists(
    st.tuples(st.floats(0, 1e6), NUMBERS, st.sampled_from(sorted(CURVES))), min_size=1, max_size=6
).map(lambda points: sorted(points, key=lambda point: point[0]))
WAVES = st.builds(
    Wave, st.sampled_from(sorted(SHAPES)), st.floats(1e-3, 50), NUMBERS, st.floats(-9, 9)
)


def generate(kernel: Kernel, **options: Any) -> dict[str, Any]:
    action = kernel.host.find(offers.Action, "generate")
    return action.run(kernel, "bell", **{"duration": 1.0, **options}).result(60)


@given(POINTS)
def test_a_curve_that_is_written_is_read(points: list[tuple[float, float, str]]) -> None:
    made = motion_curve.checked(points)
    assert curve(str(made)) == made


@given(POINTS, st.floats(-1, 2e6))
def test_a_curve_stays_between_its_points(
    points: list[tuple[float, float, str]], now: float
) -> None:
    values = [value for _, value, _ in points]
    found = motion_curve.checked(points).at(now)
    slack = 1e-9 * max(map(abs, values))
    assert min(values) - slack <= found <= max(values) + slack


@given(WAVES)
def test_a_wave_that_is_written_is_read(made: Wave) -> None:
    assert wave(str(made)) == made


@given(WAVES, st.floats(0, 1e5))
def test_a_wave_swings_no_further_than_its_depth(made: Wave, now: float) -> None:
    assert abs(made.at(now)) <= abs(made.depth) * (1 + 1e-6)


@given(st.text(max_size=20))
def test_whatever_is_written_for_a_curve_or_a_wave_is_one_or_a_problem(text: str) -> None:
    for read in (curve, wave):
        try:
            read(text)
        except Problem as problem:
            assert str(problem)


def test_a_curve_goes_through_its_points_and_waits_at_its_ends() -> None:
    made = curve("1:0,2:1,4:-1")
    assert [made.at(t) for t in (0, 1, 1.5, 2, 3, 4, 9)] == [0, 0, 0.5, 1, 0, -1, -1]


def test_each_curve_has_its_own_way_between_two_points() -> None:
    half = {kind: Curve(((0, 0, "linear"), (2, 1, kind))).at(1) for kind in CURVES}
    assert half["linear"] == half["smooth"] == 0.5
    assert half["hold"] == 0 and 0.05 < half["exp"] < 0.2
    assert curve("0:0,2:1:smooth").at(0.5) < 0.25 < curve("0:0,2:1:smooth").at(1)
    assert curve("0:0,2:1:hold").at(2) == 1


def test_two_points_at_one_time_are_a_jump() -> None:
    made = curve("0:0,1:0,1:5,2:5")
    assert (made.at(0.999), made.at(1)) == (0, 5)


@pytest.mark.parametrize(
    ("shape", "quarters"),
    [
        ("sine", (0, 1, 0, -1)),
        ("triangle", (0, 1, 0, -1)),
        ("square", (1, 1, -1, -1)),
        ("saw", (-1, -0.5, 0, 0.5)),
    ],
)
def test_a_wave_has_its_shape(shape: str, quarters: tuple[float, ...]) -> None:
    made = wave(f"{shape},rate=0.5,depth=2")
    found = [made.at(t) for t in (0.0, 0.5, 1.0, 1.5)]
    assert found == pytest.approx([2 * q for q in quarters], abs=1e-9)
    late = wave(f"{shape},rate=0.5,depth=2,phase=0.25")
    assert late.at(0.5) == pytest.approx(made.at(1.0), abs=1e-9)


def test_a_random_wave_stays_for_a_turn_and_is_the_same_each_time() -> None:
    made = wave("random,rate=1,depth=1")
    steps = [made.at(t) for t in range(20)]
    assert steps == [wave("random,rate=1,depth=1").at(t + 0.99) for t in range(20)]
    assert len(set(steps)) == 20


@pytest.mark.parametrize(
    ("written", "hertz"), [("1/4@120", 2.0), ("1/8@120", 4.0), ("1@60", 0.25), ("3/4@90", 0.5)]
)
def test_a_wave_may_keep_to_a_tempo(written: str, hertz: float) -> None:
    assert wave(f"sine,rate={written}").rate == pytest.approx(hertz)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"automate": ["level=0:0,4:1,2:0"]}, "times go backwards: 2 after 4"),
    ({"automate": ["level=-1:0"]}, "times go backwards"),
    ({"automate": ["level=0:nan"]}, "cannot go to nan"),
    ({"automate": ["level=nan:0"]}, "at nan seconds"),
    ({"automate": ["level=0:inf"]}, "cannot go to inf"),
    ({"automate": ["level=0:0:wobbly"]}, "No curve is called 'wobbly'"),
    ({"automate": ["level="]}, "is no point"),
    ({"automate": ["level=0:0:smooth:1"]}, "is no point"),
    ({"automate": ["0:0,1:1"]}, "names no knob"),
    ({"automate": ["colour=0:0,1:1"]}, "No control 'colour'"),
    ({"lfo": ["colour=sine"]}, "No control 'colour'"),
    ({"lfo": ["level"]}, "names no knob"),
    ({"lfo": ["level=hexagon"]}, "No wave is called 'hexagon'"),
    ({"lfo": ["level=sine,rate=0"]}, "cannot swing at 0 Hz"),
    ({"lfo": ["level=sine,rate=nan"]}, "cannot swing at nan"),
    ({"lfo": ["level=sine,rate=0/4@120"]}, "is no number"),
    ({"lfo": ["level=sine,depth=nan"]}, "finite"),
    ({"lfo": ["level=sine,depth"]}, "says nothing of a wave"),
    ({"lfo": ["level=sine,speed=3"]}, "says nothing of a wave"),
]


@pytest.mark.parametrize(("options", "words"), WRONG, ids=[str(w[0]) for w in WRONG])
def test_automation_that_cannot_be_is_a_sentence(
    trained: Kernel, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(Problem) as caught:
        generate(trained, **options)
    assert words in str(caught.value)
    assert not list(trained.places.renders.iterdir())


def test_several_knobs_move_at_once_and_are_heard(trained: Kernel) -> None:
    answer = generate(
        trained,
        duration=2.0,
        automate=["level=0:0,2:0.8", "pitch=0:1,1:2:hold"],
        bits=32,
    )
    sound = soundfile.read(answer["path"])[0]
    levels = [float(np.abs(part).max()) for part in np.split(sound, 4)]
    assert levels == sorted(levels) and levels[0] < 0.3 and levels[3] > 0.75
    crossings = [int((np.diff(np.signbit(part))).sum()) for part in np.split(sound, 2)]
    assert crossings == pytest.approx([880, 1760], abs=20)


def test_a_wave_swings_about_its_curve_or_about_where_the_knob_stands(trained: Kernel) -> None:
    session = trained.new_session()
    session.load("bell")
    session.move({"pitch": 1.5})
    moving = motion.moving(
        session,
        *motion.written(["level=0:0,1:1"], ["level=square,rate=1,depth=0.1", "pitch=saw,depth=1"]),
    )
    assert moving
    assert moving.at(0.25) == pytest.approx({"level": 0.35, "pitch": 1.0})


def test_a_curve_beyond_its_knob_is_clamped_and_that_is_said(trained: Kernel) -> None:
    answer = generate(trained, automate=["level=0:0,1:7"])
    assert answer["notes"] == ["level goes from 0 to 1 and no further."]
    assert np.abs(soundfile.read(answer["path"])[0]).max() <= 1.0


def test_the_recipe_holds_the_automation_and_makes_it_again(
    trained: Kernel, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    generate(
        trained,
        automate=["level=0:0.1,0.5:0.8:exp,1:0.3:smooth"],
        lfo=["pitch=random,rate=1/8@90,depth=0.3"],
        bits=32,
        out=path,
    )
    recipe = json.loads((tmp_path / "a.wav.json").read_text())
    session = trained.new_session()
    session.load(recipe["model"], recipe["mapper"])
    session.move(recipe["values"])
    moving = motion.moving(session, *motion.remembered(recipe["motion"]))
    take = session.make(recipe["frames"] / recipe["rate"], recipe["seed"], moving)
    sound = soundfile.read(path, dtype="float32", always_2d=True)[0].T
    assert np.array_equal(take.audio().samples, sound)


@pytest.mark.parametrize("facts", [{}, {"automate": {}, "lfo": 3}, {"automate": {"a": [[1]]}}])
def test_automation_of_a_recipe_that_cannot_be_read_is_a_problem(facts: dict[str, Any]) -> None:
    with pytest.raises(Problem, match="cannot be read"):
        motion.remembered(facts)


def test_a_loop_begins_where_its_motion_begins() -> None:
    rising = offers.Motion(lambda now: {"level": now})
    turned = motion.turned_by(rising, 0.5, 4.0)
    assert turned.at(0.5) == {"level": 0.0}
    assert turned.at(0.0) == {"level": 3.5}
    assert turned.at(4.25)["level"] == pytest.approx(3.75)


def test_what_is_no_number_at_all_is_not_let_into_a_curve() -> None:
    with pytest.raises(Problem):
        motion_curve.checked([(0.0, math.nan, "linear")])
    with pytest.raises(Problem, match="without a point"):
        motion_curve.checked([])
    with pytest.raises(Problem):
        motion_wave.checked({"shape": "sine", "rate": 51.0})
