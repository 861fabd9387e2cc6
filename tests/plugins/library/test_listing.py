"""Models are found again, by whatever is known of them, whoever changed them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plugins.library.parcels import act

from timbrel import Card, Kernel, Problem
from timbrel_library.index import stamps

if TYPE_CHECKING:
    from collections.abc import Callable

DATASET = {"digest": "ab12", "place": "/sounds/Field Trip", "clips": [{"name": "Rain_03.wav"}]}


@pytest.fixture
def shelf(trained: Kernel, tone: Callable[..., Card]) -> Kernel:
    """Bell, of which nothing is known; drone and Gong, of which much is."""
    tone(
        trained,
        "drone",
        made="2026-07-01T09:00:00+00:00",
        settings={"dataset": DATASET},
        figures={"validation": 2.5, "verdict": "good", "curves": {"a": [1]}, "early": True},
        tags=["Dark", "long"],
        notes="from the cellar",
        credit="Ada",
    )
    tone(
        trained,
        "Gong",
        made="2026-08-20T10:11:12+00:00",
        figures={"validation": 1.25, "kl": 9.0},
        tags=["dark"],
        licence="CC0",
    )
    return trained


def names(kernel: Kernel, *args: Any, **options: Any) -> list[str]:
    return [one["name"] for one in act(kernel, "models_list", *args, **options)["models"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["bell", "drone", "Gong"]),
        ({"query": "GONG"}, ["Gong"]),
        ({"query": "rain cellar"}, ["drone"]),
        ({"query": "rain gong"}, []),
        ({"query": "field trip ada"}, ["drone"]),
        ({"query": "cc0"}, ["Gong"]),
        ({"query": "%"}, []),
        ({"query": "tone"}, ["bell", "drone", "Gong"]),
        ({"tag": ["DARK"]}, ["drone", "Gong"]),
        ({"tag": ["dark", "long"]}, ["drone"]),
        ({"tag": ["dar"]}, []),
        ({"family": "tone"}, ["bell", "drone", "Gong"]),
        ({"family": "grain"}, []),
        ({"dataset": "field"}, ["drone"]),
        ({"dataset": "AB12"}, ["drone"]),
        ({"dataset": "b12"}, ["drone"]),
        ({"dataset": "gong"}, []),
        ({"since": "2026-08"}, ["Gong"]),
        ({"since": "2026-07-01"}, ["drone", "Gong"]),
        ({"until": "2026-07-01"}, ["drone"]),
        ({"until": "2026-08-20T10"}, ["drone", "Gong"]),
        ({"until": "2026-08-20T09"}, ["drone"]),
        ({"until": "2026"}, ["drone", "Gong"]),
        ({"since": "2026-07-02", "until": "2026-08-19"}, []),
        ({"where": ["validation=..2"]}, ["Gong"]),
        ({"where": ["validation=2..3"]}, ["drone"]),
        ({"where": ["validation=1..", "kl=9"]}, ["Gong"]),
        ({"where": ["seconds=0.5..1.5", "sounds=1"]}, ["bell", "drone", "Gong"]),
        ({"where": ["megabytes=1.."]}, []),
        ({"where": ["megabytes=..1"]}, ["bell", "drone", "Gong"]),
        ({"sort": "made"}, ["bell", "drone", "Gong"]),
        ({"sort": "made", "reverse": True}, ["Gong", "drone", "bell"]),
        ({"sort": "validation"}, ["Gong", "drone", "bell"]),
        ({"sort": "validation", "reverse": True}, ["drone", "Gong", "bell"]),
        ({"reverse": True}, ["Gong", "drone", "bell"]),
    ],
)
def test_models_are_found(shelf: Kernel, asked: dict[str, Any], found: list[str]) -> None:
    assert names(shelf, **asked) == found


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"until": "2026-8"},
        {"where": ["validation"]},
        {"where": ["validation=.."]},
        {"where": ["validation=low.."]},
        {"where": ["=1"]},
        {"where": ["a b=1"]},
        {"sort": "beauty"},
        {"sort": "verdict"},
        {"sort": "early"},
        {"sort": "name desc"},
    ],
)
def test_what_cannot_be_asked_is_said(shelf: Kernel, asked: dict[str, Any]) -> None:
    with pytest.raises(Problem) as problem:
        act(shelf, "models_list", **asked)
    assert problem.value.mend


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=20))
def test_any_text_can_be_searched_for(shelf: Kernel, text: str) -> None:
    for asked in ({"query": text}, {"tag": [text]}, {"dataset": text}, {"family": text}):
        try:
            act(shelf, "models_list", **asked)
        except UnicodeEncodeError:
            pytest.fail("a letter that SQLite does not take")
    for asked in ({"where": [text]}, {"sort": text}, {"since": text}):
        try:
            act(shelf, "models_list", **asked)
        except Problem:
            continue


def test_tags_are_a_column_where_there_are_some(shelf: Kernel) -> None:
    head, bell, drone, _ = act(shelf, "models_list")["says"].splitlines()
    assert head.endswith("tags") and drone.endswith("Dark, long") and "tone" in bell
    assert "tags" not in act(shelf, "models_list", "bell")["says"]


def test_nothing_found_is_said(shelf: Kernel) -> None:
    assert act(shelf, "models_list", "nothing of that")["says"] == "No model is like that."


def test_what_is_told_of_a_model_has_its_figures_but_not_its_curves(shelf: Kernel) -> None:
    [drone] = act(shelf, "models_list", "drone")["models"]
    assert drone["figures"] == {"validation": 2.5}
    assert (drone["tags"], drone["credit"]) == (["Dark", "long"], "Ada")
    assert (drone["dataset"], drone["digest"]) == ("Field Trip", "ab12")


CHANGE = """
import sys
from dataclasses import replace
from pathlib import Path
from timbrel import start
registry = start(home=Path(sys.argv[1])).registry
registry.keep(replace(registry.card("bell"), tags=["loud"]))
registry.remove("drone")
registry.rename("Gong", "tamtam")
"""


def test_what_another_process_changes_is_seen(shelf: Kernel) -> None:
    assert names(shelf) == ["bell", "drone", "Gong"]
    subprocess.run([sys.executable, "-c", CHANGE, str(shelf.places.home)], check=True)
    assert names(shelf) == ["bell", "tamtam"]
    assert names(shelf, tag=["loud"]) == ["bell"]


def test_only_cards_that_changed_are_read_again(
    shelf: Kernel, tone: Callable[..., Card], monkeypatch: pytest.MonkeyPatch
) -> None:
    act(shelf, "models_list")
    read: list[str] = []
    card = shelf.registry.card
    monkeypatch.setattr(shelf.registry, "card", lambda name: read.append(name) or card(name))
    act(shelf, "models_list")
    assert read == []
    tone(shelf, "bell", hertz=660.0)
    act(shelf, "models_list")
    assert read == ["bell"]


def test_a_card_of_the_same_size_and_time_is_another_one_if_it_is_another_file(
    shelf: Kernel,
) -> None:
    path = shelf.places.models / "bell" / "card.json"
    before, seen = stamps(shelf.places.models), path.stat()
    other = path.with_name("new")
    other.write_bytes(path.read_bytes())
    os.utime(other, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    other.replace(path)
    assert stamps(shelf.places.models)["bell"] != before["bell"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", '{"name": "bell"}', '{"family": "tone", "name": "bell", "tags": 5}'),
        *('{"family": "", "name": "bell"}', '{"family": "tone", "settings": null}'),
        *('{"family": "tone", "seconds": NaN}', '{"family": "tone", "sounds": "x"}'),
        '{"family": "tone", "settings": {"dataset": {"clips": [1]}}}',
    ],
)
def test_a_model_that_cannot_be_read_is_named_and_hides_no_other(shelf: Kernel, text: str) -> None:
    (shelf.places.models / "bell" / "card.json").write_text(text)
    (shelf.places.models / "empty").mkdir()
    answer = act(shelf, "models_list")
    assert answer["damaged"] == ["bell", "empty"]
    assert [one["name"] for one in answer["models"]] == ["drone", "Gong"]
    assert "bell cannot be read" in answer["says"]


def test_a_model_that_was_mended_is_there_again(shelf: Kernel) -> None:
    path = shelf.places.models / "bell" / "card.json"
    whole = path.read_text()
    path.write_text("{")
    assert act(shelf, "models_list")["damaged"] == ["bell"]
    path.write_text(whole)
    assert act(shelf, "models_list")["damaged"] == []


def test_names_with_bytes_that_are_no_letters_do_not_break_the_list(
    shelf: Kernel, tone: Callable[..., Card]
) -> None:
    odd = {"place": "/s/\udcff", "digest": "d", "clips": [{"name": "a\udcfe.wav"}]}
    tone(shelf, "odd", settings={"dataset": odd}, notes="\ud800")
    assert names(shelf, "a .wav")[-1] == "odd"


def test_a_library_that_cannot_be_used_hides_no_model(shelf: Kernel) -> None:
    act(shelf, "models_list")
    (shelf.places.home / "library.db").write_bytes(b"no library at all" * 100)
    assert names(shelf, "gong") == ["Gong"]


def test_what_is_listed_is_json(shelf: Kernel) -> None:
    answer = act(shelf, "models_list")
    assert json.loads(json.dumps(answer)) == answer
