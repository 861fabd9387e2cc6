from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from timbrel import Kernel, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Act = Callable[..., dict[str, Any]]
    Make = Callable[..., Path]


def names(answer: dict[str, Any]) -> list[str]:
    return [one["name"] for one in answer["presets"]]


def test_the_knobs_as_they_stand_are_kept_and_recalled(shelf: Kernel, act: Act) -> None:
    shelf.session.load("bell")
    shelf.session.move({"level": 0.25, "pitch": 1.5})
    act("presets_save", "soft one")
    shelf.session.move({"level": 1.0, "pitch": 0.5})
    act("presets_recall", "soft one")
    assert shelf.session.values == {"level": 0.25, "pitch": 1.5}


def test_recall_brings_the_model_too(shelf: Kernel, act: Act, tone: Callable[..., Any]) -> None:
    tone(shelf, "drum", 100.0)
    act("presets_save", "a", model="drum", set_=["level=0.1"])
    shelf.session.load("bell")
    assert act("presets_recall", "a")["model"] == "drum"
    assert shelf.session.name == "drum" and shelf.session.values["level"] == 0.1


def test_a_preset_may_be_of_a_blend(shelf: Kernel, act: Act, tone: Callable[..., Any]) -> None:
    tone(shelf, "drum", 100.0)
    shelf.session.load("bell:0.25+drum:0.75")
    act("presets_save", "both")
    before = dict(shelf.session.values)
    shelf.session.load("bell")
    act("presets_recall", "both")
    assert shelf.session.values == before and before["share_drum"] == 0.75


def test_without_a_model_there_is_nothing_to_keep(act: Act) -> None:
    with pytest.raises(Problem, match="--from-take") as caught:
        act("presets_save", "a")
    assert "No model is loaded" in caught.value.what


def test_a_take_lends_its_knobs_and_its_seed(act: Act, take: Make) -> None:
    path = take(seed=7, level=0.25)
    for name, word in (("a", "1"), ("b", str(path))):
        facts = act("presets_save", name, from_take=word)["preset"]
        assert facts["values"] == {"level": 0.25, "pitch": 1.0}
        assert facts["seed"] == {"policy": "locked", "seed": 7}
        assert facts["mapper"] == "knobs"


def test_a_take_that_no_history_has_lends_its_knobs_by_its_recipe(
    shelf: Kernel, act: Act, take: Make, tmp_path: Path
) -> None:
    path = take(level=0.25)
    for suffix in ("wav", "wav.json"):
        old = path.with_name(f"take.{suffix}")
        old.rename(tmp_path / f"sent.{suffix}")
    facts = act("presets_save", "a", from_take=str(tmp_path / "sent.wav"))["preset"]
    assert facts["values"]["level"] == 0.25


def test_a_seed_is_thrown_unless_one_is_locked(act: Act) -> None:
    facts = act("presets_save", "a", model="bell")["preset"]
    assert facts["seed"] == {"policy": "dice"}
    facts = act("presets_save", "b", model="bell", seed=3)["preset"]
    assert facts["seed"] == {"policy": "locked", "seed": 3}
    assert "always 3" in act("presets_show", "b")["says"]


def test_space_place_and_controllers_are_kept(act: Act) -> None:
    facts = act(
        "presets_save",
        "a",
        model="bell",
        space="twice",
        where=["left=0.25"],
        controller=["/fader/1=level"],
    )["preset"]
    assert facts["space"] == "twice" and facts["where"] == {"left": 0.25}
    assert facts["controllers"] == {"/fader/1": "level"}
    assert act("presets_show", "a")["preset"] == facts


def test_a_knob_out_of_range_is_told_and_clamped(act: Act) -> None:
    answer = act("presets_save", "a", model="bell", set_=["level=5"])
    assert answer["preset"]["values"]["level"] == 1.0
    assert answer["notes"] == ["level goes to 1, not to 5."]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"set_": ["level"]}, "not a setting"),
        ({"set_": ["level=loud"]}, "not a setting"),
        ({"set_": ["level=nan"]}, "cannot be nan"),
        ({"set_": ["gone=1"]}, "No control"),
        ({"seed": -1}, "seed"),
        ({"space": "cave"}, "No 'cave'"),
        ({"where": ["left=1"]}, "needs a space"),
        ({"space": "twice", "where": ["up=1"]}, "has no 'up'"),
        ({"controller": ["/fader=gone"]}, "names no knob"),
        ({"from_take": "12"}, "The history has no"),
        ({"model": "drum"}, "No model"),
    ],
)
def test_what_makes_no_preset_is_a_sentence_and_keeps_nothing(
    act: Act, options: dict[str, Any], why: str
) -> None:
    with pytest.raises(Problem, match=why):
        act("presets_save", "a", **{"model": "bell", **options})
    assert act("presets_list")["presets"] == []


@pytest.mark.parametrize("name", ["", " ", "a/b", "../x", "a\nb", "\x1b[31m", "x" * 65, "-a", "\0"])
def test_a_name_that_could_be_taken_for_something_else_is_refused(act: Act, name: str) -> None:
    with pytest.raises(Problem, match="will not do as a name"):
        act("presets_save", name, model="bell")
    act("presets_save", "a", model="bell")
    with pytest.raises(Problem, match="will not do as a name"):
        act("presets_rename", "a", name)


def test_two_of_one_name_are_refused_and_with_replace_the_old_goes_to_the_trash(act: Act) -> None:
    act("presets_save", "a", model="bell", set_=["level=0.1"])
    with pytest.raises(Problem, match="already"):
        act("presets_save", "a", model="bell")
    act("presets_save", "a", model="bell", set_=["level=0.9"], replace=True)
    assert names(act("presets_list")) == ["a"]
    assert act("library_undo")["where"] == "a-2"
    assert act("presets_show", "a-2")["preset"]["values"]["level"] == 0.1
    assert act("presets_show", "a")["preset"]["values"]["level"] == 0.9


def test_a_preset_is_renamed_to_a_name_that_is_free(act: Act) -> None:
    act("presets_save", "a", model="bell")
    act("presets_save", "b", model="bell")
    with pytest.raises(Problem, match="already"):
        act("presets_rename", "a", "b")
    act("presets_rename", "a", "c")
    assert names(act("presets_list")) == ["b", "c"]


def test_a_deleted_preset_comes_back_by_undo(act: Act) -> None:
    act("presets_save", "a", model="bell", set_=["level=0.1"])
    act("presets_delete", "a")
    assert names(act("presets_list")) == []
    act("library_undo")
    assert act("presets_show", "a")["preset"]["values"]["level"] == 0.1


@pytest.mark.parametrize("verb", ["show", "recall", "delete", "export"])
def test_a_preset_that_is_not_there_is_a_sentence_with_those_that_are(
    act: Act, verb: str, tmp_path: Path
) -> None:
    act("presets_save", "here", model="bell")
    given = (tmp_path / "a.json",) if verb == "export" else ()
    with pytest.raises(Problem, match="There is: here") as caught:
        act(f"presets_{verb}", "there", *given)
    assert caught.value.kind == "missing"


def test_a_preset_whose_model_is_gone_says_so_and_leaves_the_session(
    shelf: Kernel, act: Act
) -> None:
    shelf.session.load("bell")
    shelf.session.move({"level": 0.3})
    act("presets_save", "a")
    shelf.registry.remove("bell")
    with pytest.raises(Problem, match="No model is called 'bell'"):
        act("presets_recall", "a")
    assert shelf.session.values["level"] == 0.3


def test_the_list_is_of_one_model_if_asked(act: Act) -> None:
    act("presets_save", "a", model="bell")
    assert names(act("presets_list", model="bell")) == ["a"]
    assert names(act("presets_list", model="drum")) == []


def test_the_list_tells_how_the_knobs_stand(act: Act) -> None:
    act("presets_save", "a", model="bell", set_=["level=0.25"])
    assert act("presets_list")["presets"][0]["values"] == {"level": 0.25, "pitch": 1.0}
