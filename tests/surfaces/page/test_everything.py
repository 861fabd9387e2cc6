"""The room for Everything: any action is chosen, filled in, run, and its files are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from timbrel import Kernel


@pytest.fixture
def player(stage: Kernel) -> Kernel:
    """The actions of a plugin that the page was never told of."""
    return stage


@pytest.fixture
def room(page: Any) -> Any:
    tab = page.get_by_role("tab", name="Everything", exact=True)
    expect(page.get_by_role("tab", name="Play", exact=True)).to_have_attribute(
        "aria-selected", "true"
    )
    tab.click()
    expect(page.get_by_text("Everything Timbrel can do")).to_be_visible()
    return page


def choose(room: Any, words: str) -> None:
    box = room.locator("#action input")
    box.click()
    box.fill("")
    box.press_sequentially(words)
    room.locator("ul[role=listbox] [role=option]").first.click()
    expect(room.locator("#run")).to_be_visible()


def test_a_sound_is_made_heard_and_saved(room: Any, player: Kernel) -> None:
    choose(room, "Render a new")
    model = room.locator("#field-model input")
    model.click()
    room.locator("ul[role=listbox] [role=option]").filter(has_text="bell").first.click()
    room.locator("#field-set textarea").fill("pitch=2")
    room.locator("#run").click()
    answer = room.locator("timbrel-answer")
    expect(answer).to_contain_text("Wrote bell")
    expect(answer.locator("audio")).to_have_js_property("duration", 0.1)
    with room.expect_download() as saved:
        answer.get_by_role("link", name=re.compile("^Save")).click()
    [made] = player.places.renders.glob("*.wav")
    assert Path(saved.value.path()).read_bytes() == made.read_bytes()
    answer.get_by_text("The whole answer").click()
    expect(answer.locator("pre")).to_contain_text('"path"')
    assert player.session.values["pitch"] == 2.0


def test_work_shows_how_far_it_is_and_is_stopped(room: Any, player: Kernel) -> None:
    choose(room, "Count for")
    room.locator("#field-way input").click()
    room.locator("ul[role=listbox] [role=option]").filter(has_text="forever").click()
    room.locator("#run").click()
    answer = room.locator("timbrel-answer")
    expect(answer.locator("progress")).to_be_visible()
    answer.get_by_role("button", name="Stop").click()
    expect(answer).to_contain_text("Counted to")
    assert player.jobs.all[-1].state == "stopped"


def test_what_is_wrong_is_said_in_a_sentence(room: Any) -> None:
    choose(room, "Fail as a full")
    room.locator("#run").click()
    expect(room.locator("timbrel-answer .trouble")).to_contain_text("Make room.")


def test_a_file_is_sent_into_a_field(room: Any, player: Kernel, tmp_path: Path) -> None:
    stroke = tmp_path / "stroke <b>.wav"
    stroke.write_bytes(b"RIFF")
    choose(room, "Learn from")
    with room.expect_file_chooser() as asked:
        room.get_by_role("button", name="Send a file").click()
    asked.value.set_files(str(stroke))
    field = room.locator("#field-folder textarea, #field-folder input").first
    expect(field).to_have_value(re.compile(r"uploads/form-.*\.wav$"))
    assert Path(field.input_value()).read_bytes() == b"RIFF"
    room.locator("#run").click()
    expect(room.locator("timbrel-answer")).to_contain_text("Learnt from")


def test_names_of_files_are_never_taken_for_the_pages_own_words(room: Any, player: Kernel) -> None:
    choose(room, "Render a new")
    room.locator("#field-model input").click()
    room.locator("ul[role=listbox] [role=option]").filter(has_text="bell").first.click()
    name = "renders/{{constructor}}${1+1}<img src=x onerror=alert(1)>.wav"
    room.locator("#field-out textarea, #field-out input").first.fill(name)
    room.locator("#run").click()
    answer = room.locator("timbrel-answer")
    expect(answer.locator("p").first).to_have_text(f"Wrote {name.partition('/')[2]}.")
    assert answer.locator("img").count() == 0
