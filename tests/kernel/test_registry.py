"""Models on disk: whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Card, Kernel, Problem, hookimpl
from timbrel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_model_is_found_again_by_another_kernel(bare: Kernel, tone: Callable[..., Card]) -> None:
    card = tone(bare, "gong", settings={"minutes": 1.5})
    found = bare.registry.card("gong")
    assert found == card
    assert set(found.files) == {"tone.json"}
    assert [c.name for c in bare.registry.cards()] == ["bell", "gong"]


def test_a_new_model_of_a_name_takes_the_place_of_the_old(
    bare: Kernel, tone: Callable[..., Card]
) -> None:
    tone(bare, "bell", hertz=660.0)
    opened: Any = bare.registry.open("bell")
    assert opened.hertz == 660.0
    folders = [p for p in (bare.places.models / "bell").iterdir() if p.is_dir()]
    assert len(folders) == 1


def test_a_full_disk_leaves_the_old_model_whole(
    bare: Kernel, tone: Callable[..., Card], full_disk: Callable[[int], Any]
) -> None:
    old = bare.registry.card("bell")
    with full_disk(100), pytest.raises(Problem, match="could not be written") as full:
        tone(bare, "bell", hertz=660.0, settings={"words": "x" * 500})
    assert full.value.kind == "unavailable"
    assert "MB are free there" in full.value.mend
    assert bare.registry.card("bell") == old
    opened: Any = bare.registry.open("bell")
    assert opened.hertz == 440.0
    assert not list(bare.places.models.rglob(".tmp-*"))


def test_a_first_model_on_a_full_disk_leaves_no_half_of_one(
    bare: Kernel, tone: Callable[..., Card], full_disk: Callable[[int], Any]
) -> None:
    with full_disk(100), pytest.raises(Problem):
        tone(bare, "gong", settings={"words": "x" * 500})
    with pytest.raises(Problem, match="No model is called 'gong'"):
        bare.registry.open("gong")


KILLED = """
import itertools, sys
from pathlib import Path
from timbrel import Card, start
registry = start(home=Path(sys.argv[1])).registry
for count in itertools.count():
    draft = registry.draft()
    (draft / "tone.json").write_text('{"hertz": %d}' % (500 + count % 2))
    (draft / "more").write_bytes(bytes([count % 2]) * 100_000)
    registry.add(Card("bell", "tone"), draft)
    print(count, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 3, 7])
def test_a_kill_while_a_model_is_replaced_leaves_one_that_opens(bare: Kernel, lines: int) -> None:
    command = [sys.executable, "-c", KILLED, str(bare.places.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        for _ in range(lines):
            child.stdout.readline()
        child.kill()
    opened: Any = bare.registry.open("bell")
    assert opened.hertz in {500, 501}


@pytest.mark.parametrize("lines", [1, 3, 7])
def test_a_kill_while_models_come_in_leaves_no_half_of_one(bare: Kernel, lines: int) -> None:
    code = KILLED.replace('Card("bell"', 'Card(f"new {count}"')
    command = [sys.executable, "-c", code, str(bare.places.home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        for _ in range(lines):
            child.stdout.readline()
        child.kill()
    there = [path.name for path in bare.places.models.glob("[!.]*")]
    assert len(there) > lines
    for name in there:
        bare.registry.open(name)


def test_a_model_that_must_not_go_over_another_leaves_that_one(bare: Kernel) -> None:
    draft = bare.registry.draft()
    (draft / "tone.json").write_text('{"hertz": 550}')
    with pytest.raises(Problem, match="There is a model 'bell' already"):
        bare.registry.add(Card("bell", "tone"), draft, over=False)
    opened: Any = bare.registry.open("bell")
    assert opened.hertz == 440.0
    assert not list(bare.places.models.rglob(".tmp-*"))


@pytest.mark.parametrize("harm", ["flip", "cut", "lose"])
def test_a_damaged_file_is_noticed_before_it_is_used(bare: Kernel, harm: str) -> None:
    card = bare.registry.card("bell")
    path = bare.places.models / "bell" / card.version / "tone.json"
    match harm:
        case "flip":
            path.write_bytes(path.read_bytes().replace(b"440", b"441"))
        case "cut":
            path.write_bytes(path.read_bytes()[:-1])
        case _:
            path.unlink()
    with pytest.raises(Problem, match=r"tone\.json is damaged or missing"):
        bare.registry.open("bell")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"name": "bell"}', "\xff\0"])
def test_a_card_that_cannot_be_read_hides_no_other(
    bare: Kernel, tone: Callable[..., Card], text: str
) -> None:
    tone(bare, "gong")
    (bare.places.models / "bell" / "card.json").write_text(text)
    assert [card.name for card in bare.registry.cards()] == ["gong"]
    with pytest.raises(Problem, match=r"card\.json cannot be read"):
        bare.registry.open("bell")


def test_a_card_of_a_newer_version_is_read_without_what_is_unknown(bare: Kernel) -> None:
    path = bare.places.models / "bell" / "card.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "mood": "blue"}))
    assert bare.registry.card("bell").family == "tone"


def test_a_deleted_model_lies_in_the_trash_and_can_be_taken_back(bare: Kernel) -> None:
    rest = bare.registry.remove("bell")
    assert bare.registry.cards() == []
    rest.rename(bare.places.models / "bell")
    assert bare.registry.open("bell")


def test_two_deleted_models_of_one_name_are_both_kept(
    bare: Kernel, tone: Callable[..., Card]
) -> None:
    first = bare.registry.remove("bell")
    tone(bare, "bell")
    second = bare.registry.remove("bell")
    assert first != second
    assert (first / "card.json").exists() and (second / "card.json").exists()


def test_a_damaged_model_can_be_deleted(bare: Kernel) -> None:
    (bare.places.models / "bell" / "card.json").write_text("{")
    assert bare.registry.remove("bell").is_dir()
    with pytest.raises(Problem, match="No model is called 'bell'"):
        bare.registry.remove("bell")


def test_every_change_is_told(bare: Kernel, tone: Callable[..., Card]) -> None:
    class Ear:
        count = 0

        @hookimpl
        def models_changed(self) -> None:
            self.count += 1

    ear = Ear()
    bare.host.add(ear, "ear")
    tone(bare, "gong")
    bare.registry.remove("gong")
    assert ear.count == 2


BAD = [
    "../bell",
    "",
    ".hidden",
    "a/b",
    "a\\b",
    "..",
    " a",
    "a ",
    "a\n",
    "bell 🔔",
    "a\0b",
    "x" * 65,
]


@pytest.mark.parametrize("name", BAD)
def test_a_model_cannot_be_named_out_of_its_folder(bare: Kernel, name: str) -> None:
    draft = bare.registry.draft()
    with pytest.raises(Problem, match="will not do as a name"):
        bare.registry.add(Card(name, "tone"), draft)
    for verb in (bare.registry.open, bare.registry.remove, bare.registry.card):
        with pytest.raises(Problem, match="will not do as a name"):
            verb(name)


@pytest.mark.parametrize("name", ["bell", "b", "Große Glocke 2", "鐘", "a-b_c", "x" * 64])
def test_names_of_any_language_will_do(bare: Kernel, tone: Callable[..., Card], name: str) -> None:
    tone(bare, name)
    assert bare.registry.card(name).name == name


@given(st.text(max_size=70))
def test_a_name_that_will_do_is_one_step_of_a_path(name: str) -> None:
    try:
        Registry.checked(name)
    except Problem:
        return
    assert name not in {".", ".."} and not set(name) & set('/\\:*?"<>|\0\n\r')


def test_a_renamed_model_is_found_by_its_new_name_alone(bare: Kernel) -> None:
    bare.registry.rename("bell", "other name")
    assert [card.name for card in bare.registry.cards()] == ["other name"]
    assert bare.registry.open("other name").rate == 48000
    with pytest.raises(Problem, match="other name"):
        bare.registry.card("bell")


def test_no_model_is_renamed_to_the_name_of_another(
    bare: Kernel, tone: Callable[..., Card]
) -> None:
    tone(bare, "gong")
    with pytest.raises(Problem, match="already"):
        bare.registry.rename("bell", "gong")
    assert [card.name for card in bare.registry.cards()] == ["bell", "gong"]


def test_the_folders_name_holds_where_a_rename_was_cut_short(bare: Kernel) -> None:
    (bare.places.models / "bell").rename(bare.places.models / "moved")
    assert bare.registry.card("moved").name == "moved"
