"""Trained models, listed, shown and deleted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Card, Kernel, Problem, offers
from timbrel_library.store import opened
from timbrel_library.table import size, span, table

if TYPE_CHECKING:
    from collections.abc import Callable


def act(kernel: Kernel, name: str, *args: Any) -> dict[str, Any]:
    return kernel.host.find(offers.Action, name).bound(kernel)(*args)


def test_no_model_yet_is_a_hint_how_to_make_one(kernel: Kernel) -> None:
    answer = act(kernel, "models_list")
    assert answer["models"] == [] and "timbrel train" in answer["says"]


def test_models_are_listed_with_what_is_known_of_them(
    trained: Kernel, tone: Callable[..., Card]
) -> None:
    tone(trained, "gong", made="2026-08-20T10:11:12+00:00")
    answer = act(trained, "models_list")
    bell, gong = answer["models"]
    assert (bell["name"], gong["name"]) == ("bell", "gong") and answer["damaged"] == []
    assert (gong["family"], gong["sounds"], gong["seconds"]) == ("tone", 1, 1.0)
    folder = trained.places.models / "gong"
    assert gong["bytes"] == sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    lines = answer["says"].splitlines()
    assert lines[0].split() == ["name", "family", "made", "sounds", "length", "on", "disk"]
    assert lines[2].split()[:4] == ["gong", "tone", "2026-08-20", "1"]
    assert lines[1].index("tone") == lines[2].index("tone")


def test_a_damaged_model_is_named_and_can_be_deleted(trained: Kernel) -> None:
    (trained.places.models / "bell" / "card.json").write_text("{")
    answer = act(trained, "models_list")
    assert answer["damaged"] == ["bell"] and "bell cannot be read" in answer["says"]
    act(trained, "models_delete", "bell")
    assert act(trained, "models_list")["damaged"] == []


def test_one_model_is_shown_with_its_settings_and_figures(
    trained: Kernel, tone: Callable[..., Card]
) -> None:
    tone(trained, "gong", settings={"minutes": 1.5}, figures={"mel": 0.123456, "curve": [1] * 99})
    answer = act(trained, "models_show", "gong")
    assert answer["settings"] == {"minutes": 1.5} and len(answer["figures"]["curve"]) == 99
    assert "settings: minutes = 1.5" in answer["says"]
    assert "figures: mel = 0.1235" in answer["says"]
    assert max(map(len, answer["says"].splitlines()[3:])) < 90


def test_a_deleted_model_lies_where_the_answer_says_and_in_the_list_of_the_trash(
    trained: Kernel,
) -> None:
    answer = act(trained, "models_delete", "bell")
    assert answer["trash"] in answer["says"] and "library undo" in answer["says"]
    assert (trained.places.home / answer["trash"] / "card.json").is_file()
    with opened(trained.places, reads=True) as db:
        [row] = db.execute("select id, kind, key, facts from trash").fetchall()
    assert tuple(row)[:3] == (answer["number"], "model", "bell")
    assert json.loads(row["facts"]) == {"rest": Path(answer["trash"]).name}


def test_a_model_is_not_deleted_where_the_library_cannot_note_it(trained: Kernel) -> None:
    (trained.places.home / "library.db").write_text("no library")
    with pytest.raises(Problem, match="library"):
        act(trained, "models_delete", "bell")
    trained.session.load("bell")


@pytest.mark.parametrize("verb", ["models_show", "models_delete"])
def test_a_model_that_is_not_there_is_missing(trained: Kernel, verb: str) -> None:
    with pytest.raises(Problem, match="There is: bell") as missing:
        act(trained, verb, "gong")
    assert missing.value.kind == "missing"
    with pytest.raises(Problem, match="will not do as a name"):
        act(trained, verb, "../bell")


def test_reading_changes_nothing_and_deleting_says_that_it_does(kernel: Kernel) -> None:
    table = kernel.host.table(offers.Action)
    assert table["models_list"].reads and table["models_show"].reads
    assert table["models_delete"].destroys and not table["models_delete"].reads


def test_the_facts_of_a_model_are_json(trained: Kernel, tmp_path: Path) -> None:
    for name in ("models_list", "models_show"):
        answer = act(trained, name, *(["bell"] if name == "models_show" else []))
        assert json.loads(json.dumps(answer)) == answer


def test_columns_line_up_though_letters_are_wide() -> None:
    text = table(("name", "n"), [("鐘", "1"), ("bell", "2")])
    assert text.splitlines() == ["name  n", "鐘    1", "bell  2"]


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2.5e9, "2.5 GB")]
)
def test_sizes_are_in_units(count: float, shown: str) -> None:
    assert size(int(count)) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0.0 s"), (59.94, "59.9 s"), (60, "1:00"), (3723, "1:02:03")]
)
def test_spans_are_in_minutes(seconds: float, shown: str) -> None:
    assert span(seconds) == shown


@given(st.floats(60, 1e6))
def test_minutes_and_seconds_stay_below_sixty(seconds: float) -> None:
    *_, minutes, rest = (0, *map(int, span(seconds).split(":")))
    assert rest < 60 and (minutes < 60 or seconds < 3600)
