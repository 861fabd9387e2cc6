"""Make, and what comes of it: the take, seen, heard, saved and varied."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import soundfile
from playwright.sync_api import expect

if TYPE_CHECKING:
    from timbrel import Kernel

PATIENCE = 30_000  # ms: the first take has libraries to load
# How many colours a canvas has, and how many of its points are not see-through.
SEEN = """canvas => {
    const { width, height } = canvas;
    const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    const colours = new Set();
    let drawn = 0;
    for (let at = 0; at < data.length; at += 4) {
        colours.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
        drawn += data[at + 3] > 0;
    }
    return { colours: colours.size, drawn: drawn / (width * height) };
}"""


@pytest.fixture
def room(page: Any) -> Any:
    """The Play room, which is to make a second at a time."""
    page.locator("#duration").fill("1")
    page.locator("#duration").press("Tab")
    return page


def takes(page: Any) -> Any:
    return page.locator("timbrel-variations button.take")


def made(page: Any, count: int = 1) -> None:
    """Make, and wait until so many takes stand in the row."""
    page.locator("#make").click()
    stand(page, count)


def stand(page: Any, count: int) -> None:
    expect(takes(page)).to_have_count(count, timeout=PATIENCE)
    expect(page.locator("#make")).to_have_text("Make", timeout=PATIENCE)


def sound(page: Any, what: str) -> Any:
    return page.evaluate(f"document.querySelector('#sound').{what}")


def playing(page: Any, beyond: float = 0.0) -> None:
    page.wait_for_function(
        "at => { const s = document.querySelector('#sound'); return s.currentTime > at }",
        arg=beyond,
    )


def test_make_gives_a_player_that_is_as_long_as_asked_for_and_plays(room: Any) -> None:
    made(room)
    playing(room)
    assert sound(room, "duration") == pytest.approx(1.0, abs=0.001)
    expect(room.locator("timbrel-result .time")).to_contain_text("/ 0:01.0")
    expect(room.locator("#take-name")).to_have_text("bell-1.wav")


def test_the_take_is_seen_as_waveform_and_spectrogram(room: Any) -> None:
    made(room)
    expect(room.locator("timbrel-result timbrel-sight[drawn]")).to_have_count(1)
    wave = room.locator("timbrel-result canvas.wave").evaluate(SEEN)
    assert wave["colours"] > 2 and 0.1 < wave["drawn"] < 0.95
    pitches = room.locator("timbrel-result canvas.spectrogram").evaluate(SEEN)
    assert pitches["colours"] > 20 and pitches["drawn"] == 1
    axis = room.locator("timbrel-result .pitches")
    expect(axis).to_contain_text("100")
    expect(axis).to_contain_text("10k")


def test_the_spectrogram_is_strongest_where_the_tone_lies(room: Any) -> None:
    made(room)
    expect(room.locator("timbrel-result timbrel-sight[drawn]")).to_have_count(1)
    loudest = room.evaluate(
        """async () => {
        const { picture } = await import("/page/parts/sound.js");
        const { url, seconds } = document.querySelector("timbrel-result timbrel-player").take;
        const { levels, columns, rows, low, high } = await picture(url, seconds);
        const column = levels.subarray(rows * (columns >> 1), rows * ((columns >> 1) + 1));
        return low * (high / low) ** ((column.indexOf(Math.max(...column)) + 0.5) / rows);
        }"""
    )
    assert loudest == pytest.approx(440, rel=0.05)


def test_the_download_is_the_file_to_the_byte(room: Any, player: Kernel) -> None:
    made(room)
    with room.expect_download() as waiting:
        room.locator("timbrel-result a.save").click()
    (file,) = player.places.renders.glob("*.wav")
    assert waiting.value.suggested_filename == file.name
    assert Path(waiting.value.path()).read_bytes() == file.read_bytes()
    assert soundfile.info(file).subtype == "PCM_24"


def test_it_plays_pauses_stops_scrubs_and_loops(room: Any) -> None:
    made(room)
    playing(room)
    room.get_by_role("button", name="Stop", exact=True).and_(room.locator(".stop")).click()
    assert sound(room, "paused") and sound(room, "currentTime") == 0
    place = room.get_by_role("slider", name="Position")
    place.focus()
    room.keyboard.press("End")
    room.keyboard.press("ArrowLeft")
    expect(place).to_have_attribute("aria-valuenow", "0.94")
    room.locator("timbrel-result .loop").click()
    room.get_by_role("button", name="Play", exact=True).click()
    room.wait_for_function("document.querySelector('#sound').currentTime < 0.9")
    assert not sound(room, "paused")
    room.get_by_role("button", name="Pause", exact=True).click()
    assert sound(room, "paused")


def test_the_seed_goes_on_unless_it_is_locked(room: Any, player: Kernel) -> None:
    seed = room.locator("#seed")
    seed.fill("41")
    seed.press("Tab")
    made(room)
    expect(takes(room).first).to_have_attribute("title", re.compile("seed 41$"))
    expect(seed).not_to_have_value("41")
    seed.fill("7")
    seed.press("Tab")
    room.locator("#lock").click()
    expect(room.locator("#lock")).to_have_attribute("aria-pressed", "true")
    made(room, 2)
    expect(seed).to_have_value("7")
    made(room, 3)
    files = sorted(player.places.renders.glob("bell-7*.wav"))
    assert len(files) == 2 and files[0].read_bytes() == files[1].read_bytes()


def test_m_and_ctrl_enter_make_but_not_while_somebody_writes(room: Any) -> None:
    room.locator("#save-preset").click()
    room.locator("#preset-name").press_sequentially("my m")
    room.keyboard.press("Escape")
    expect(takes(room)).to_have_count(0)
    room.keyboard.press("m")
    stand(room, 1)
    room.keyboard.press("Control+Enter")
    stand(room, 2)


def test_making_tells_how_far_it_is_and_can_be_stopped(room: Any, player: Kernel) -> None:
    room.locator("#duration").fill("7200")
    room.locator("#duration").press("Tab")
    expect(room.locator("timbrel-make .length")).to_have_text("= 2 h")
    room.locator("#make").click()
    expect(room.locator("#make")).to_contain_text("of 7200 s", timeout=PATIENCE)
    room.locator("#stop-making").click()
    expect(room.locator("#make")).to_have_text("Make")
    expect(room.locator(".saying")).to_contain_text("nothing was written")
    assert not list(player.places.renders.glob("*.wav"))


def test_variations_stand_in_a_row_and_number_keys_play_them(room: Any) -> None:
    room.locator("#seed").fill("10")
    room.locator("#seed").press("Tab")
    room.locator("#variations").click()
    stand(room, 4)
    room.locator("h1").click()
    room.keyboard.press("1")
    expect(room.locator("#take-name")).to_have_text("bell-13.wav")
    room.keyboard.press("3")
    expect(room.locator("#take-name")).to_have_text("bell-11.wav")
    expect(takes(room).nth(2)).to_have_attribute("aria-current", "true")
    playing(room)


def test_more_like_this_gives_takes_near_it(room: Any, player: Kernel) -> None:
    made(room)
    room.locator("#like").click()
    stand(room, 4)
    assert len(list(player.places.renders.glob("bell-near-*.wav"))) == 3


def test_a_preset_is_kept_and_recalled_with_its_seed(room: Any, player: Kernel) -> None:
    level = room.locator("#knob-level").get_by_role("slider")
    level.focus()
    room.keyboard.press("End")
    room.locator("#seed").fill("5")
    room.locator("#seed").press("Tab")
    room.locator("#lock").click()
    room.locator("#save-preset").click()
    room.locator("#preset-name").fill("loud")
    room.keyboard.press("Enter")
    expect(room.locator("#preset")).to_have_value("loud")
    room.locator("#reset").click()
    room.locator("#die").click()
    expect(level).to_have_attribute("aria-valuenow", "0.5")
    room.locator("#preset").select_option("loud")
    room.locator("#preset").dispatch_event("change")
    expect(level).to_have_attribute("aria-valuenow", "1")
    expect(room.locator("#seed")).to_have_value("5")


def test_a_take_gets_a_star_and_is_exported_as_flac(room: Any, player: Kernel) -> None:
    made(room)
    room.locator("#star").click()
    expect(room.locator("#star")).to_have_attribute("aria-pressed", "true")
    expect(takes(room).first).to_have_class(re.compile("starred"))
    room.locator("#export").click()
    room.locator("#format").select_option("flac")
    room.locator("#export-bits").select_option("16")
    with room.expect_download() as waiting:
        room.locator("#export-now").click()
    file = Path(waiting.value.path())
    (kept,) = player.places.renders.glob("*.flac")
    assert file.read_bytes() == kept.read_bytes()
    assert soundfile.info(kept).subtype == "PCM_16"
    expect(takes(room)).to_have_count(1)  # the same sound is no other take


def test_what_was_made_is_there_again_when_the_page_is_opened_anew(room: Any) -> None:
    made(room)
    room.reload()
    expect(takes(room)).to_have_count(1)
    expect(room.locator("#take-name")).to_have_text("bell-1.wav")
    room.get_by_role("button", name="Play", exact=True).click()
    playing(room)


def test_two_takes_are_handed_to_the_shelf_to_be_compared(room: Any) -> None:
    made(room)
    room.locator("#compare").click()
    expect(room.locator("#compare")).to_have_attribute("aria-pressed", "true")
    made(room, 2)
    expect(room.locator("#take-name")).not_to_have_text("bell-1.wav")
    room.locator("#compare").click()
    expect(room.get_by_role("tab", name="Shelf", exact=True)).to_have_attribute(
        "aria-selected", "true"
    )
    pair = 'import("/page/parts/pair.js").then(({ pair: { a, b } }) => [a.name, b.name])'
    first, second = room.evaluate(pair)
    assert first == "bell-1.wav" != second


def test_make_is_in_sight_wherever_one_has_scrolled(room: Any) -> None:
    for width in (1440, 820):
        room.set_viewport_size({"width": width, "height": 800})
        for place in (0, 100_000):
            room.evaluate("at => window.scrollTo(0, at)", place)
            expect(room.locator("#make")).to_be_in_viewport(ratio=1)


def test_a_preset_of_a_name_that_there_is_takes_its_place_openly(room: Any) -> None:
    for words in ("Save", "Replace"):
        room.locator("#save-preset").click()
        room.locator("#preset-name").fill("dusk")
        expect(room.locator("#keep-preset")).to_have_text(words)
        room.locator("#keep-preset").click()
        expect(room.locator("#preset-name")).to_be_hidden()
    expect(room.locator("#preset option[value=dusk]")).to_have_count(1)


def test_a_take_that_is_asked_for_in_vain_is_a_sentence(room: Any, player: Kernel) -> None:
    player.registry.remove("bell")
    room.locator("#make").click()
    expect(room.locator(".saying.wrong")).to_contain_text("bell")
    expect(room.locator("#make")).to_have_text("Make")
