"""A real training begun, watched, heard, paused and ended on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from tests.conftest import Same

from timbrel import Kernel, hookimpl, offers, start

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

if TYPE_CHECKING:
    from pathlib import Path

RATE = 48000
SLOW = 240_000  # ms
# What a training needs: the knobs of others take longer to learn than these sounds.
NEEDLESS = ("controls", "describe", "demo", "doctor", "mcp", "osc")


class Plain:
    """The model's own knobs, of which nothing has to be learnt."""

    @hookimpl
    def mappers(self) -> list[offers.Mapper]:
        return [Same()]


@pytest.fixture
def player(tmp_path: Path) -> Kernel:
    """With a dataset of eight plucks."""
    kernel, folder = start(tmp_path / "home", NEEDLESS), tmp_path / "plucks"
    kernel.host.add(Plain(), "plain")
    folder.mkdir()
    time = np.arange(round(0.12 * RATE)) / RATE
    for number in range(8):
        wave = 0.4 * np.exp(-20 * time) * np.sin(2 * np.pi * 110 * 1.3**number * time)
        soundfile.write(folder / f"pluck-{number}.wav", wave, RATE)
    kernel.host.find(offers.Action, "dataset_add").run(kernel, folder, name="plucks").result()
    return kernel


@pytest.fixture
def room(page: Any) -> Any:
    page.get_by_role("tab", name="Train", exact=True).click()
    expect(page.locator("#train-dataset")).to_have_value("plucks")
    return page


def begin(room: Any, name: str, minutes: str) -> Any:
    """The card of a training that was begun by the form."""
    room.locator("#train-name").fill(name)
    room.locator("#length-minutes").check()
    room.locator("#minutes").fill(minutes)
    room.locator("#train").click()
    return room.locator("timbrel-training", has=room.get_by_role("heading", name=name, exact=True))


def test_a_training_is_seen_heard_paused_and_played(room: Any, player: Kernel) -> None:
    card = begin(room, "first", "60")
    other = begin(room, "second", "0.1")
    expect(card.locator(".plot").first).to_be_visible(timeout=SLOW)
    expect(other.locator(".badge")).to_have_text("waits its turn", timeout=SLOW)
    expect(other.locator(".line")).to_contain_text("next in line")
    line = card.locator(".plot .line.now").first
    before = line.get_attribute("d")
    expect(line).not_to_have_attribute("d", before, timeout=SLOW)
    expect(card.locator(".verdict")).not_to_be_empty()
    preview = card.locator("timbrel-player").first
    expect(preview).to_be_visible(timeout=SLOW)
    preview.get_by_role("button", name="Play").click()
    expect(preview.get_by_role("button", name="Pause")).to_be_visible()
    sound = preview.locator("audio")
    room.wait_for_function("sound => sound.currentTime > 0.1", arg=sound.element_handle())
    assert sound.evaluate("sound => sound.duration") == pytest.approx(6, abs=0.1)

    other.get_by_role("button", name="Call off").click()
    expect(other.locator(".badge")).to_have_text("stopped", timeout=SLOW)
    card.get_by_role("button", name="Pause", exact=True).first.click()
    expect(card.locator(".badge")).to_have_text("paused", timeout=SLOW)
    room.reload()
    room.get_by_role("tab", name="Train", exact=True).click()
    expect(card.locator(".badge")).to_have_text("paused")
    expect(card.locator(".plot").first).to_be_visible()
    card.get_by_role("button", name="Go on").click()
    expect(card.locator(".badge")).to_have_text("learning", timeout=SLOW)
    card.get_by_role("button", name="Stop", exact=True).click()
    expect(card.locator(".badge")).to_have_text("stopped", timeout=SLOW)
    card.get_by_role("button", name="Play it").click()
    expect(room.locator("#model")).to_have_value("first", timeout=SLOW)
    assert player.session.name == "first"
    expect(room.get_by_role("tab", name="Play", exact=True)).to_have_attribute(
        "aria-selected", "true"
    )


def test_a_setting_that_was_moved_reaches_the_training(room: Any, player: Kernel) -> None:
    room.locator("#fold-train-varying summary").click()
    room.locator("#train-pitch").fill("3")
    room.locator("#fold-train-settings summary").click()
    room.locator("#set-batch").fill("2")
    room.locator("#set-batch").press("Tab")
    card = begin(room, "set", "0.05")
    expect(card.locator(".badge")).to_be_visible()
    verb = player.host.find(offers.Action, "runs_show")
    asked = verb.run(player, "set")["asked"]
    assert asked["values"]["pitch"] == 3 and asked["settings"]["batch"] == 2
    expect(card.locator(".badge")).to_have_text("done", timeout=SLOW)
