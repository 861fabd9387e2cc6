"""The Live room in a real Chromium: it starts, follows the knobs, never breaks off, and panics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Kernel

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect
LEVELS = "timbrel-meter .figure"
MINUS = "\N{MINUS SIGN}"
SILENT = f"{MINUS}\N{INFINITY}"
QUIET = 20_000  # ms that a level may take to fall: its peak is held a while


@pytest.fixture
def room(page: Any) -> Any:
    page.get_by_role("tab", name="Live", exact=True).click()
    expect(page.locator("#live")).to_be_visible()
    return page


def sounding(room: Any) -> None:
    room.click("#live")
    expect(room.locator("#live")).to_contain_text("Stop")
    expect(room.locator(LEVELS).first).not_to_have_text(SILENT)


def test_it_starts_and_stops_and_the_meter_moves(room: Any, player: Kernel) -> None:
    expect(room.locator("timbrel-live h2.name")).to_have_text("bell")
    sounding(room)
    expect(room.locator(LEVELS).first).to_have_text(f"{MINUS}6.0")  # half as loud as can be
    room.click("#live")
    expect(room.locator("#live")).to_contain_text("Start")
    expect(room.locator(LEVELS).first).to_have_text(SILENT)


def test_a_knob_turned_in_the_room_is_heard(room: Any, player: Kernel) -> None:
    sounding(room)
    expect(room.locator("timbrel-live timbrel-knob")).to_have_count(2)
    player.session.move({"level": 1.0})
    expect(room.locator(LEVELS).first).to_have_text("0.0")
    room.locator("timbrel-live [role=slider][aria-label=Level]").focus()
    room.keyboard.press("Home")
    expect(room.locator(LEVELS).first).to_have_text(SILENT, timeout=QUIET)
    assert player.session.values["level"] == 0.0


def test_escape_is_silence_until_it_is_started_again(room: Any, player: Kernel) -> None:
    sounding(room)
    room.keyboard.press("Escape")
    expect(room.locator("#live-says")).to_contain_text("Silent")
    expect(room.locator("#panic")).to_be_disabled()
    expect(room.locator(LEVELS).first).to_have_text(SILENT, timeout=QUIET)
    assert player.live.state == "silent"
    room.click("#live")
    expect(room.locator(LEVELS).first).not_to_have_text(SILENT)


def test_what_is_played_is_recorded_and_kept_as_a_take(room: Any, player: Kernel) -> None:
    sounding(room)
    expect(room.locator("#record")).to_have_text("Record")
    room.click("#record")
    expect(room.locator("#record")).to_have_text("Keep 0:02")
    assert player.live.facts()["recording"]["name"] == "bell-played.wav"
    player.session.move({"level": 0.25})
    room.click("#record")
    expect(room.locator(".saying")).to_contain_text("Kept as bell-played.wav")
    expect(room.locator(".saying")).to_contain_text("1 move.")
    expect(room.locator("#record")).to_have_text("Record")
    assert (player.places.renders / "bell-played.wav.json").is_file()


def test_a_recording_begun_elsewhere_is_kept_here(room: Any, player: Kernel) -> None:
    player.host.find(offers.Action, "live_record").run(player)
    sounding(room)
    expect(room.locator("#record")).to_contain_text("Keep 0:")
    room.click("#record")
    expect(room.locator(".saying")).to_contain_text("Kept as bell-played.wav")


def test_the_buffer_is_set_and_every_page_sees_it(room: Any, player: Kernel) -> None:
    sounding(room)
    room.locator("#ahead").fill("150")
    expect(room.locator("timbrel-live output[for=ahead]")).to_have_text("150 ms")
    room.wait_for_function("fetch('/api/live').then((a) => a.json()).then((f) => f.ahead === 150)")
    assert player.live.facts()["ahead"] == 150
    player.live.set(60)
    expect(room.locator("timbrel-live output[for=ahead]")).to_have_text("60 ms")


def test_there_is_one_volume_for_all_who_hear_it(room: Any, player: Kernel) -> None:
    player.live.volume.turn(0.5)
    sounding(room)
    expect(room.locator("#live-volume")).to_have_value("0.5")
    expect(room.locator(LEVELS).first).to_have_text(f"{MINUS}18.1")  # a quarter of what it was
    room.locator("#live-volume").fill("1")
    expect(room.locator(LEVELS).first).to_have_text(f"{MINUS}6.0")
    assert player.live.volume.value == 1
    player.live.volume.turn(0)
    expect(room.locator("#live-volume")).to_have_value("0")


def test_where_the_machine_itself_plays_it_is_told_and_can_be_silenced(
    page: Any, player: Kernel
) -> None:
    listener = player.live.listen()
    card = {"name": "Speakers", "rate": 48000, "problem": "", "starved": 2, "xruns": 1}
    listener.tells = lambda: card
    page.get_by_role("tab", name="Live", exact=True).click()
    expect(page.locator("#card")).to_have_text("3")
    page.click("#panic")
    page.wait_for_function(
        "fetch('/api/live').then((a) => a.json()).then((f) => f.state === 'silent')"
    )
    player.live.leave(listener)


def test_where_nothing_broke_off_every_sample_was_played(room: Any, player: Kernel) -> None:
    """A busy machine may break off; then it has to say so."""
    sounding(room)
    room.evaluate(WATCH)
    room.wait_for_function("window.told.at(-1)?.heard > 5 * 48000", timeout=60_000)
    told = room.evaluate("window.told")
    played, passed = (told[-1][name] - told[0][name] for name in ("heard", "frame"))
    broken = told[-1]["starved"] - told[0]["starved"] + player.live.underruns
    assert played > 0
    assert broken or played == pytest.approx(passed, rel=0.002)


WATCH = """async () => {
  const { sounding } = await import("/page/live/sounding.js");
  window.told = [];
  sounding.addEventListener("told", ({ detail }) => window.told.push(detail));
}"""


def test_without_a_secure_address_it_says_so_in_words(room: Any) -> None:
    room.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")
    room.click("#live")
    expect(room.locator(".saying")).to_contain_text("127.0.0.1")
    expect(room.locator("#live")).to_contain_text("Start")


def test_a_browser_without_worklets_is_told_so(room: Any) -> None:
    room.evaluate("delete window.AudioWorkletNode")
    room.click("#live")
    expect(room.locator(".saying")).to_contain_text("AudioWorklet")
