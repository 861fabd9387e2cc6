"""What a person says becomes what is done, or a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from timbrel import Card, Kernel, Problem
from timbrel_train.order import Order, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from timbrel import Job


def order(**given: Any) -> Order:
    told: dict[str, Any] = {
        "minutes": None,
        "steps": None,
        "preset": "balanced",
        "set_": (),
        "seed": 0,
        "family": "grain",
        "trainer": "loop",
        "device": "auto",
    }
    return Order(**{**told, **given})


def test_a_preset_ends_with_its_minutes_or_its_steps(studio: Kernel, sounds: Path) -> None:
    quick = order(preset="quick").spec(studio, "x", str(sounds), None).settings
    assert (quick["minutes"], quick["most_steps"], quick["steps"]) == (0.75, 1200, 0)


def test_minutes_that_were_asked_for_are_all_used(studio: Kernel, sounds: Path) -> None:
    asked = order(minutes=3.0).spec(studio, "x", str(sounds), None).settings
    assert asked["minutes"] == 3 and asked["most_steps"] == 1e7


def test_steps_are_exact(studio: Kernel, sounds: Path) -> None:
    assert order(steps=60).spec(studio, "x", str(sounds), None).settings["steps"] == 60


def test_settings_reach_the_family_and_the_trainer_within_bounds(
    studio: Kernel, sounds: Path
) -> None:
    spec = order(set_=("pitch=3", "noise = 99", "batch=8")).spec(studio, "x", str(sounds), None)
    assert spec.values["pitch"] == 3 and spec.values["noise"] == 6
    assert spec.settings["batch"] == 8


def test_a_place_is_known_from_elsewhere_too(
    studio: Kernel, sounds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sounds.parent)
    assert order().spec(studio, "x", sounds.name, None).place == str(sounds)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"minutes": 0.0}, "0 minutes"),
        ({"minutes": float("nan")}, "nan minutes"),
        ({"steps": 0}, "0 steps"),
        ({"seed": -1}, "-1 is no seed"),
        ({"set_": ["pitch"]}, "not a setting"),
        ({"set_": ["pitch=loud"]}, "not a setting"),
        ({"set_": ["pitch=nan"]}, "cannot be nan"),
        ({"set_": ["colour=1"]}, "No setting 'colour'"),
        ({"family": "cello"}, "No 'cello'"),
        ({"trainer": "whip"}, "No 'whip'"),
    ],
)
def test_what_makes_no_sense_is_a_problem(
    options: dict[str, Any], words: str, studio: Kernel, sounds: Path
) -> None:
    with pytest.raises(Problem, match=words):
        order(**options).spec(studio, "x", str(sounds), None)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "nothing to learn from"),
        ({"folder": "sounds"}, "no name"),
        ({"name": "x"}, "nothing to learn from"),
        ({"folder": "sounds", "name": "a/b"}, "will not do as a name"),
        ({"resume": "x"}, "No training is called 'x'"),
        ({"resume": "x", "folder": "sounds"}, "cannot be changed"),
        ({"resume": "x", "minutes": 2.0}, "cannot be changed"),
        ({"extend": "x", "folder": "sounds"}, "No model is called 'x'"),
        ({"extend": "x"}, "nothing to learn from"),
    ],
)
def test_the_verb_wants_one_thing_to_do(
    options: dict[str, Any], words: str, train: Callable[..., Job], studio: Kernel
) -> None:
    with pytest.raises(Problem, match=words):
        train(**options)
    assert studio.jobs.all == []


def test_a_model_to_extend_brings_its_family_settings_and_recordings(
    studio: Kernel, sounds: Path
) -> None:
    draft = studio.registry.draft()
    clips = [{"name": "a", "digest": "1", "seconds": 1.0, "channels": 1, "place": "gone"}]
    learnt = {"pitch": 4.0, "latent": 16.0, "minutes": 9.0, "dataset": {"clips": clips}}
    studio.registry.add(Card("old", "grain", settings=learnt), draft)
    spec = order(set_=["pitch=5"]).spec(studio, None, str(sounds), "old")
    assert spec.name == spec.base == "old" and spec.known == clips
    assert spec.values["latent"] == 16 and spec.values["pitch"] == 5
    assert spec.settings["minutes"] == 2.5
    assert order().spec(studio, "new", str(sounds), "old").name == "new"


def test_a_setting_is_read_with_spaces() -> None:
    from timbrel import Control

    assert settings([" a = 2 "], [Control("a")]) == {"a": 2}
