"""What people say of a model stays on its card."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plugins.library.parcels import act

from timbrel import Card, Kernel, Problem, hookimpl
from timbrel_library.words import LENGTHS, MOST_TAGS, plain_words, tagged

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_renamed_model_is_there_under_its_new_name_alone(trained: Kernel) -> None:
    answer = act(trained, "models_rename", "bell", " deep bell ")
    assert answer["name"] == "deep bell" and answer["was"] == "bell"
    assert [one["name"] for one in act(trained, "models_list")["models"]] == ["deep bell"]
    trained.session.load("deep bell")


def test_a_name_that_is_taken_or_will_not_do_changes_nothing(
    trained: Kernel, tone: Callable[..., Card]
) -> None:
    tone(trained, "gong")
    for name, says in (("gong", "There is a model"), ("../gong", "will not do"), ("", "will not")):
        with pytest.raises(Problem, match=says):
            act(trained, "models_rename", "bell", name)
    assert [card.name for card in trained.registry.cards()] == ["bell", "gong"]


def test_a_model_that_plays_plays_on_when_it_is_renamed(trained: Kernel) -> None:
    trained.session.load("bell")
    stream = trained.session.stream(1)
    before = next(stream)
    act(trained, "models_rename", "bell", "gong")
    assert next(stream).frames == before.frames


def test_tags_are_added_and_taken_away(trained: Kernel) -> None:
    assert act(trained, "models_tag", "bell", ["dry ", "Été"])["tags"] == ["dry", "Été"]
    assert act(trained, "models_tag", "bell", ["DRY", "long"])["tags"] == ["DRY", "long", "Été"]
    answer = act(trained, "models_tag", "bell", remove=["été", "none"])
    assert answer["tags"] == ["DRY", "long"] == trained.registry.card("bell").tags
    assert "DRY, long" in act(trained, "models_tag", "bell")["says"]


def test_a_note_takes_the_place_of_the_one_before(trained: Kernel) -> None:
    act(trained, "models_note", "bell", "Too bright.\nTry again.")
    assert trained.registry.card("bell").notes == "Too bright.\nTry again."
    assert "no note" in act(trained, "models_note", "bell", "")["says"]
    assert trained.registry.card("bell").notes == ""


def test_licence_and_credit_are_set_apart(trained: Kernel) -> None:
    act(trained, "models_credit", "bell", licence="CC0")
    answer = act(trained, "models_credit", "bell", credit="Ada")
    assert answer["says"] == "Licence: CC0\nCredit: Ada"
    card = trained.registry.card("bell")
    assert (card.licence, card.credit) == ("CC0", "Ada")
    assert "licence: CC0" in act(trained, "models_show", "bell")["says"]
    assert "Licence: none" in act(trained, "models_credit", "bell", licence="")["says"]


@pytest.mark.parametrize(
    ("verb", "args", "options"),
    [
        ("models_tag", ["x" * 41], {}),
        ("models_tag", ["two\nlines"], {}),
        ("models_tag", ["\u202egpj"], {}),
        ("models_note", "x" * 4001, {}),
        ("models_note", "\x1b[31m", {}),
        ("models_credit", None, {"licence": "x" * 401}),
        ("models_credit", None, {"credit": "a\nb"}),
    ],
)
def test_what_no_screen_could_show_is_not_kept(
    trained: Kernel, verb: str, args: Any, options: dict[str, Any]
) -> None:
    before = trained.registry.card("bell")
    with pytest.raises(Problem, match="will not do"):
        act(trained, verb, "bell", *([] if args is None else [args]), **options)
    assert trained.registry.card("bell") == before


@given(st.lists(st.text(max_size=45)), st.lists(st.text(max_size=45)))
def test_tags_are_distinct_sorted_and_showable(new: list[str], gone: list[str]) -> None:
    try:
        tags = tagged([], new, gone)
    except Problem:
        assert len(new) > MOST_TAGS or not all(plain_words(tag.strip(), "tag") for tag in new)
        return
    folded = [tag.casefold() for tag in tags]
    assert folded == sorted(set(folded)) and all(folded)
    assert all(plain_words(tag, "tag") and len(tag) <= LENGTHS["tag"] for tag in tags)


def test_others_hear_of_a_change_and_only_of_one(trained: Kernel) -> None:
    heard: list[str] = []

    class Ear:
        @hookimpl
        def models_changed(self, registry: Any) -> None:
            heard.append(registry.card("bell").notes)

    trained.host.add(Ear(), "ear")
    act(trained, "models_note", "bell", "new")
    act(trained, "models_note", "bell", "new")
    assert heard == ["new"]


TAGS = """
import sys
from pathlib import Path
from timbrel import start
from timbrel_library.naming import tag
kernel = start(home=Path(sys.argv[1]))
for count in range(15):
    tag(kernel, "bell", [f"{sys.argv[2]}{count}"])
"""


def test_two_processes_that_tag_one_model_lose_no_tag(trained: Kernel) -> None:
    command = [sys.executable, "-c", TAGS, str(trained.places.home)]
    both = [subprocess.Popen([*command, letter]) for letter in "ab"]
    assert [one.wait() for one in both] == [0, 0]
    wanted = {f"{letter}{count}" for letter in "ab" for count in range(15)}
    assert set(trained.registry.card("bell").tags) == wanted


def test_a_full_disk_keeps_the_old_card(trained: Kernel, full_disk: Callable[[int], Any]) -> None:
    act(trained, "models_tag", "bell", ["dry"])
    card = trained.places.models / "bell" / "card.json"
    before = json.loads(card.read_text())
    with full_disk(300), pytest.raises(Problem, match="could not be written"):
        act(trained, "models_note", "bell", "x" * 1000)
    assert json.loads(card.read_text()) == before
