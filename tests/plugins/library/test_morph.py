from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Kernel, Problem
from timbrel_library.morph import between

if TYPE_CHECKING:
    from collections.abc import Callable

    Act = Callable[..., dict[str, Any]]


@pytest.fixture
def two(act: Act) -> None:
    act("presets_save", "a", model="bell", set_=["level=0", "pitch=1"], seed=1)
    act("presets_save", "b", model="bell", set_=["level=1", "pitch=2"], seed=2)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(("position", "level", "seed"), [(0, 0, 1), (0.25, 0.25, 1), (1, 1, 2)])
def test_a_morph_moves_the_knobs_part_of_the_way(
    shelf: Kernel, act: Act, position: float, level: float, seed: int
) -> None:
    answer = act("presets_morph", "a", "b", position=position)
    assert shelf.session.values == {"level": level, "pitch": 1 + level}
    assert answer["preset"]["seed"]["seed"] == seed


@pytest.mark.usefixtures("two")
def test_a_morph_does_not_load_the_model_anew(shelf: Kernel, act: Act) -> None:
    act("presets_morph", "a", "b", position=0)
    loads: list[str] = []
    shelf.session.load = lambda *given, **_: loads.append(given[0])  # type: ignore[method-assign]
    act("presets_morph", "a", "b", position=0.5)
    assert loads == []


@pytest.mark.usefixtures("two")
def test_a_morph_can_be_kept_under_a_name(act: Act) -> None:
    act("presets_morph", "a", "b", position=0.5, save="mid")
    assert act("presets_show", "mid")["preset"]["values"] == {"level": 0.5, "pitch": 1.5}
    with pytest.raises(Problem, match="already"):
        act("presets_morph", "a", "b", save="mid")


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("position", [-0.1, 1.1, float("nan")])
def test_there_is_nothing_beyond_the_two(act: Act, position: float) -> None:
    with pytest.raises(Problem, match="Give 0 to 1"):
        act("presets_morph", "a", "b", position=position)


@pytest.mark.usefixtures("two")
def test_presets_of_two_models_do_not_mix(
    shelf: Kernel, act: Act, tone: Callable[..., Any]
) -> None:
    tone(shelf, "drum")
    act("presets_save", "c", model="drum")
    with pytest.raises(Problem, match="of two models: 'bell' and 'drum'"):
        act("presets_morph", "a", "c")


def preset(values: dict[str, float], **facts: Any) -> dict[str, Any]:
    return {
        "model": "bell",
        "mapper": "knobs",
        "values": values,
        "seed": {"policy": "dice"},
        "motion": {},
        "space": "",
        "where": {},
        "controllers": {},
        **facts,
    }


def test_presets_with_other_knobs_do_not_mix() -> None:
    with pytest.raises(Problem, match="not the same knobs: level, pitch"):
        between(preset({"level": 1.0}), preset({"pitch": 1.0}), 0.5, ("a", "b"))


def test_a_place_moves_within_one_space_and_jumps_between_two() -> None:
    one = preset({}, space="twice", where={"left": 0.0})
    other = preset({}, space="twice", where={"left": 1.0})
    assert between(one, other, 0.25, ("a", "b"))["where"] == {"left": 0.25}
    other["space"] = "elsewhere"
    assert between(one, other, 0.25, ("a", "b"))["where"] == {"left": 0.0}
    assert between(one, other, 0.75, ("a", "b"))["space"] == "elsewhere"


KNOBS = st.floats(-1e6, 1e6)


@given(KNOBS, KNOBS, st.floats(0, 1))
def test_a_morphed_knob_lies_between_the_two_and_the_ends_are_exact(
    one: float, other: float, position: float
) -> None:
    pair = (preset({"k": one}), preset({"k": other}))
    value = between(*pair, position, ("a", "b"))["values"]["k"]
    slack = 1e-9 * (abs(one) + abs(other))
    assert min(one, other) - slack <= value <= max(one, other) + slack
    assert between(*pair, 0.0, ("a", "b"))["values"]["k"] == one
    assert between(*pair, 1.0, ("a", "b"))["values"]["k"] == other
