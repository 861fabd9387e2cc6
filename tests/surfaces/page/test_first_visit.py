"""A whole first visit: from an empty shelf to a take that is found again after a restart."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import soundfile
from tests.serving import serving
from tests.surfaces.page.conftest import watched

from timbrel import start
from timbrel_web.server import Web

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOON, LEARNT = 60_000, 600_000  # ms: a machine that is busy with other tests takes its time
COLOURS = """canvas => {
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return new Set(new Uint32Array(data.buffer)).size;
}"""
SOUNDING = """([sound, seconds]) => !sound.paused && sound.currentTime > 0
    && Math.abs(sound.duration - seconds) < 0.05"""


@contextmanager
def visited(context: Any, home: Path) -> Iterator[Any]:
    """The page of a server that was started on ``home``, every plugin in it."""
    with serving(start(home), web := Web()):
        page = context.new_page()
        wrongs = watched(page, web.url)
        page.goto(web.url)
        yield page
        page.close()
        assert wrongs == []


def room(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def made(page: Any, count: int) -> str:
    """Make; once so many takes stand in the row, the name of the new one."""
    page.locator("#make").click()
    expect(page.locator("timbrel-variations button.take")).to_have_count(count, timeout=SOON)
    expect(page.locator("#make")).to_have_text("Make", timeout=SOON)
    return page.locator("#take-name").inner_text()


def test_a_stranger_gets_from_an_empty_shelf_to_a_take_that_stays(
    context: Any, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with visited(context, home) as page:
        page.locator("#demo").click()
        _learnt(page)
        first = _played(page)
        _compared(page, first)
        _exported(page, home)
    with visited(context, home) as page:
        _found(page, first)


def _learnt(page: Any) -> None:
    """The demo is watched while it learns, and heard before it has."""
    room(page, "Train")
    line = page.locator("timbrel-training .plot .line.now").first
    expect(line).to_be_attached(timeout=LEARNT)
    before = line.get_attribute("d")
    expect(line).not_to_have_attribute("d", before, timeout=LEARNT)
    preview = page.locator("timbrel-training timbrel-player").first
    expect(preview).to_be_visible(timeout=LEARNT)
    preview.get_by_role("button", name="Play").click()
    sound = preview.locator("audio").element_handle()
    page.wait_for_function("sound => sound.currentTime > 0 && sound.duration > 1", arg=sound)
    room(page, "Play")
    expect(page.locator("#make")).to_be_visible(timeout=LEARNT)
    expect(page.locator("timbrel-variations button.take")).to_have_count(3, timeout=LEARNT)


def _played(page: Any) -> str:
    """Three knobs are moved by keys, and what comes of it is seen and heard."""
    for name in ("brightness", "density", "space"):
        knob = page.locator(f"#knob-{name}").get_by_role("slider")
        knob.focus()
        # What can be reached is measured on what was learnt: to one side there may be nothing.
        up = float(knob.get_attribute("aria-valuemax")) > 0
        for _ in range(10):
            page.keyboard.press("ArrowRight" if up else "ArrowLeft")
        expect(knob).to_have_attribute("aria-valuenow", re.compile(r"^-?0\.[1-9]"))
    page.locator("#duration").fill("3")
    page.locator("#duration").press("Tab")
    name = made(page, 4)
    sound = page.locator("#sound").element_handle()
    page.wait_for_function(SOUNDING, arg=[sound, 3])
    expect(page.locator("timbrel-result timbrel-sight[drawn]")).to_have_count(1)
    for canvas in ("wave", "spectrogram"):
        assert page.locator(f"timbrel-result canvas.{canvas}").evaluate(COLOURS) > 2
    page.locator("#save-preset").click()
    page.locator("#preset-name").fill("dusk")
    page.keyboard.press("Enter")
    expect(page.locator("#preset")).to_have_value("dusk")
    return name


def _compared(page: Any, first: str) -> None:
    """Another is made, and the two are heard by turns."""
    page.locator("#compare").click()
    assert made(page, 5) != first
    page.locator("#compare").click()
    expect(page.locator("#ab-switch")).to_be_visible(timeout=SOON)
    page.locator("#ab-play").click()
    for letter in "BA":
        page.keyboard.press("x")
        expect(page.locator("timbrel-ab")).to_have_attribute("data-heard", letter)
    page.locator("#ab-play").click()


def _exported(page: Any, home: Path) -> None:
    """The first gets a star, and goes out as FLAC."""
    room(page, "Play")
    page.locator("timbrel-variations button.take").nth(1).click()
    page.locator("#star").click()
    expect(page.locator("#star")).to_have_attribute("aria-pressed", "true")
    page.locator("#export").click()
    page.locator("#format").select_option("flac")
    with page.expect_download(timeout=SOON) as waiting:
        page.locator("#export-now").click()
    facts = soundfile.info(waiting.value.path())
    assert (facts.format, facts.subtype, facts.frames) == ("FLAC", "PCM_24", 3 * 48000)


def _found(page: Any, first: str) -> None:
    """After a restart it is on the shelf, starred, and comes out the same."""
    room(page, "Shelf")
    page.locator("#takes-search").fill(first)
    card = page.locator(".take-card", has_text=first).first
    expect(card).to_be_visible(timeout=SOON)
    card.locator("h3").click()
    page.locator("#reproduce").click()
    expect(page.locator(".saying").last).to_contain_text("came out the same", timeout=SOON)
    star = page.get_by_role("button", name=re.compile("star", re.IGNORECASE)).and_(
        page.locator("[aria-pressed=true]")
    )
    expect(star.first).to_be_visible()
