"""Recordings come into the page, are judged by name, heard, added to and taken out again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Kernel, offers, start

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

if TYPE_CHECKING:
    from pathlib import Path

RATE = 48000
SLOW = 60_000  # ms


def stroke(hertz: float, level: float = 0.5, seconds: float = 0.4) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return level * np.exp(-12 * time) * np.sin(2 * np.pi * hertz * time)


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A folder of eight strokes: two in a sub-folder, one clipped, a copy, and a text."""
    folder = tmp_path / "kit"
    (folder / "low").mkdir(parents=True)
    for number, hertz in enumerate((300, 500, 800, 1300, 2100)):
        soundfile.write(folder / f"high-{number}.wav", stroke(hertz, 0.1 * (number + 1)), RATE)
    soundfile.write(folder / "low" / "tom.wav", stroke(90), RATE)
    soundfile.write(folder / "low" / "kick.wav", stroke(60), RATE)
    soundfile.write(folder / "loud.wav", np.clip(stroke(400, 4), -1, 1), RATE)
    shutil.copy(folder / "low" / "tom.wav", folder / "low" / "tom copy.wav")
    (folder / "notes.txt").write_text("buy strings")
    return folder


@pytest.fixture
def player(tmp_path: Path) -> Kernel:
    """With nothing on its shelf, as on a first visit; one folder outside is open."""
    kernel = start(tmp_path / "home")
    kernel.settings["roots"] = [tmp_path / "open"]
    return kernel


@pytest.fixture
def room(page: Any) -> Any:
    page.get_by_role("tab", name="Collect", exact=True).click()
    expect(page.locator("#dropzone")).to_be_visible()
    return page


def made(kernel: Kernel, kit: Path, name: str) -> None:
    kernel.host.find(offers.Action, "dataset_add").run(kernel, kit, name=name).result()


def drop(room: Any, *paths: Path) -> None:
    """As a hand drops files and folders from the desktop."""
    box = room.locator("#dropzone").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 20
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    hand = room.context.new_cdp_session(room)
    for kind in ("dragEnter", "dragOver", "drop"):
        hand.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})


def test_an_empty_room_explains_itself_and_offers_the_demo(room: Any) -> None:
    expect(room.locator("timbrel-collect .welcome")).to_contain_text("5 to 500 recordings")
    expect(room.locator("#collect-demo")).to_be_visible()


def test_a_folder_that_is_dropped_keeps_its_sub_folders_and_is_judged_by_file(
    room: Any, player: Kernel, kit: Path
) -> None:
    drop(room, kit)
    basket = room.locator("timbrel-basket")
    expect(basket).to_contain_text("9 of 10 files are here, 1 not taken", timeout=SLOW)
    expect(basket.locator(".refused")).to_contain_text("'notes.txt' is no kind of sound file")
    expect(room.locator("#dataset-name")).to_have_value("kit")
    room.locator("#keep").click()
    dataset = room.locator("timbrel-dataset")
    expect(dataset.locator("#verdict")).to_contain_text("8 sounds", timeout=SLOW)
    names = {path.relative_to(kit.parent).as_posix() for path in kit.rglob("*.wav")}
    kept = player.places.home / "uploads"
    sent = {path.relative_to(next(kept.iterdir())).as_posix() for path in kept.rglob("*.wav")}
    assert sent == names
    remarks = dataset.locator("#remarks")
    expect(remarks.locator("li", has_text="loud.wav")).to_contain_text("less gain")
    expect(remarks.locator("li", has_text="tom copy.wav")).to_contain_text("duplicate")
    expect(dataset.locator(".recording")).to_have_count(8)
    expect(dataset.locator("#soundmap .dot")).to_have_count(8)


def test_a_recording_is_heard_by_its_card_and_by_its_dot(
    room: Any, player: Kernel, kit: Path, tmp_path: Path
) -> None:
    shutil.copytree(kit, tmp_path / "open" / "kit")
    made(player, tmp_path / "open" / "kit", "kit")
    room.reload()
    room.get_by_role("tab", name="Collect", exact=True).click()
    card = room.locator(
        '.recording[data-name="kit/high-1.wav"], .recording[data-name="high-1.wav"]'
    )
    expect(card).to_be_visible(timeout=SLOW)
    with room.expect_response(lambda answer: "/api/files/" in answer.url) as heard:
        card.get_by_role("button", name="Listen").click()
    assert heard.value.status in (200, 206)
    with room.expect_response(lambda answer: "/api/files/" in answer.url):
        room.locator("#soundmap .dot").nth(3).dispatch_event("click")
    expect(room.locator("#soundmap .dot.heard")).to_have_count(1)


def test_a_folder_outside_is_answered_with_how_to_open_it(room: Any, kit: Path) -> None:
    room.get_by_text("Or name a folder of this computer").click()
    room.locator("#path").fill(str(kit))
    room.locator("#take-path").click()
    expect(room.locator(".saying.wrong")).to_contain_text("outside the folders open")
    expect(room.locator(".by-name")).to_contain_text("--root")


def test_one_recording_is_taken_out_and_comes_back(room: Any, player: Kernel, kit: Path) -> None:
    made(player, kit, "kit")
    room.reload()
    room.get_by_role("tab", name="Collect", exact=True).click()
    cards = room.locator(".recording")
    expect(cards).to_have_count(8, timeout=SLOW)
    room.get_by_role("button", name="Take high-2.wav out").click()
    expect(cards).to_have_count(7, timeout=SLOW)
    room.get_by_role("button", name="Undo").click()
    expect(cards).to_have_count(8, timeout=SLOW)
    expect(room.get_by_role("button", name="Take high-2.wav out")).to_be_visible()


def test_files_are_added_later_and_learn_this_leads_to_the_form(
    room: Any, player: Kernel, kit: Path, tmp_path: Path
) -> None:
    made(player, kit / "low", "low")
    room.reload()
    room.get_by_role("tab", name="Collect", exact=True).click()
    expect(room.locator(".recording")).to_have_count(2, timeout=SLOW)
    room.locator("#add-more").click()
    room.locator("#files").set_input_files([kit / "high-0.wav", kit / "high-1.wav"])
    expect(room.locator(".recording")).to_have_count(4, timeout=SLOW)
    room.locator("#learn").click()
    expect(room.locator("#train-dataset")).to_have_value("low")
