"""What controllers steer: ranges, curves, easing, the file, and presets."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Control, Problem, offers
from timbrel_controls.board import MOST, Board
from timbrel_controls.easing import Easing, Way
from timbrel_controls.steer import CURVES, Steer, checked
from timbrel_controls.steering import Steering, steering

if TYPE_CHECKING:
    from timbrel import Kernel

PITCH = Control("pitch", 0.5, 2.0, 1.0)
NUMBERS = st.floats(-1e6, 1e6)


def run(kernel: Kernel, name: str, *given: Any, **options: Any) -> Any:
    return kernel.host.find(offers.Action, name).run(kernel, *given, **options)


def moved(kernel: Kernel, address: str, value: float) -> None:
    facts = {"address": address, "value": value, "origin": "osc:x:1"}
    kernel.host.tell("controller_moved", kernel=kernel, **facts)


@given(st.sampled_from(sorted(CURVES)), NUMBERS, NUMBERS, st.floats(0, 1), st.floats(0, 1))
def test_a_curve_goes_one_way_from_low_to_high(
    curve: str, low: float, high: float, a: float, b: float
) -> None:
    control = Control("x", -1e6, 1e6, 0.0)
    steer = Steer("x", low, high, curve)
    assert steer.at(0.0, control) == pytest.approx(low)
    assert steer.at(1.0, control) == pytest.approx(high, abs=1e-6)
    first, then = (steer.at(u, control) for u in sorted((a, b)))
    assert (then - first) * (high - low) >= -1e-3


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_is_sent_the_knob_stays_within_its_bounds(value: float) -> None:
    assert 0.5 <= Steer("pitch", low=-9.0, high=9.0).at(value, PITCH) <= 2.0


def test_exp_is_late_log_is_early_and_the_input_may_have_other_ends() -> None:
    half = {curve: Steer("x", curve=curve).at(0.5, Control("x")) for curve in CURVES}
    assert half["exp"] < 0.2 and half["log"] > 0.8
    assert half["linear"] == half["smooth"] == 0.5
    assert Steer("pitch", least=0, most=127).at(127, PITCH) == 2.0
    assert Steer("pitch", least=127, most=0).at(127, PITCH) == 0.5


@given(
    st.builds(
        Steer,
        st.sampled_from(["pitch", "preset:a"]),
        st.none() | NUMBERS,
        st.none() | NUMBERS,
        st.sampled_from(sorted(CURVES)),
        st.floats(0, 60),
    )
)
def test_what_is_kept_is_read_again(steer: Steer) -> None:
    assert checked(json.loads(json.dumps(steer.facts))) == steer


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"knob": ""},
        {"knob": "a\x1b"},
        {"knob": "a", "low": float("nan")},
        {"knob": "a", "low": "x"},
        {"knob": "a", "curve": "bent"},
        {"knob": "a", "smoothing": -1},
        {"knob": "a", "least": 1},
        {"knob": "a", "more": 1},
    ],
)
def test_what_makes_no_sense_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(Problem):
        checked(facts)


def test_the_next_controller_is_learnt_and_steers(trained: Kernel) -> None:
    trained.session.load("bell")
    run(trained, "controllers_learn", "pitch", low=1.0, high=2.0)
    moved(trained, "/1/fader3", 0.5)
    assert trained.session.values["pitch"] == 1.5
    moved(trained, "/1/fader4", 1.0)
    assert trained.session.values["pitch"] == 1.5
    assert "/1/fader3: pitch from 1 to 2" in run(trained, "controllers_list")["says"]


def written() -> None:
    """Wait until what was learnt is on disk, which who plays does not wait for."""
    for thread in threading.enumerate():
        if thread.name == "controllers-kept":
            thread.join()


def test_another_process_learns_by_the_same_file(trained: Kernel) -> None:
    trained.session.load("bell")
    moved(trained, "/1/fader3", 0.5)
    Board(trained.places).wait(Steer("level"))
    moved(trained, "/1/fader3", 0.75)
    assert trained.session.values["level"] == 0.75
    written()
    Board(trained.places).forget("level")
    moved(trained, "/1/fader3", 0.25)
    assert trained.session.values["level"] == 0.75


def test_a_wait_ends_where_its_knob_is_unlearnt(trained: Kernel) -> None:
    trained.session.load("bell")
    run(trained, "controllers_learn", "level")
    run(trained, "controllers_unlearn", "level")
    moved(trained, "/1/fader3", 1.0)
    assert trained.session.values["level"] == 0.5
    with pytest.raises(Problem):
        run(trained, "controllers_unlearn", "level")


def test_a_damaged_file_is_said_and_stays_as_it_is(trained: Kernel) -> None:
    path = trained.places.home / "controllers.json"
    path.parent.mkdir(exist_ok=True)
    for text in ("{", "[]", '{"controllers": {"/a": {"knob": 3}}}', "[" * 5000):
        path.write_text(text)
        with pytest.raises(Problem):
            run(trained, "controllers_list")
        with pytest.raises(Problem):
            run(trained, "controllers_learn", "level", address="/a")
        moved(trained, "/a", 1.0)
        assert path.read_text() == text


def test_only_so_many_are_kept(trained: Kernel) -> None:
    board = steering(trained).board
    facts = {"controllers": {f"/{n}": {"knob": "level"} for n in range(MOST)}, "waiting": None}
    trained.places.home.mkdir(exist_ok=True)
    (trained.places.home / "controllers.json").write_text(json.dumps(facts))
    with pytest.raises(Problem):
        board.bind("/more", Steer("level"))
    board.bind("/0", Steer("pitch"))


def test_an_eased_knob_comes_nearer_at_each_step_and_arrives(trained: Kernel) -> None:
    trained.session.load("bell")
    easing, stood = Easing(trained.session, clock=None), []
    easing.go("level", Way(1.0, 0.1, "osc", 1e-3))
    while easing.step(0.01):
        stood.append(trained.session.values["level"])
    assert stood == sorted(stood) and len(stood) > 10
    assert stood[9] == pytest.approx(1 - 0.5 * 0.3679, abs=1e-3)  # after its time, 1/e is left
    assert trained.session.values["level"] == 1.0


def test_an_eased_knob_gets_there_by_itself(trained: Kernel) -> None:
    trained.session.load("bell")
    run(trained, "controllers_learn", "level", address="/a", smoothing=0.01)
    moved(trained, "/a", 1.0)
    thread = steering(trained)._easing._thread
    if thread is not None:
        thread.join(20)
    assert trained.session.values["level"] == 1.0


def test_a_preset_keeps_its_controllers_and_brings_them_back(trained: Kernel) -> None:
    trained.session.load("bell")
    run(trained, "controllers_learn", "level", address="/a", low=0.0, high=0.5, curve="exp")
    run(trained, "presets_save", "mine", controller=["/b=pitch"])
    for knob in ("/a", "/b"):
        run(trained, "controllers_learn", "level", address=knob)
        run(trained, "controllers_unlearn", knob)
    run(trained, "presets_recall", "mine")
    assert run(trained, "controllers_list")["controllers"] == {
        "/a": {"knob": "level", "low": 0.0, "high": 0.5, "curve": "exp"},
        "/b": {"knob": "pitch"},
    }


def test_a_kernel_has_one_steering_and_it_is_kept(trained: Kernel) -> None:
    made: Steering = steering(trained)
    assert steering(trained) is made
