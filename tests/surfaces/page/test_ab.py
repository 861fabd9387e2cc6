"""A against B: one loudness, one moment, one key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from timbrel import offers
from timbrel_library.dsp_loudness import loudness

if TYPE_CHECKING:
    from timbrel import Kernel

LEVELS = "() => document.querySelector('timbrel-ab').sound.levels.map(Math.round)"


@pytest.fixture
def pair(player: Kernel, page: Any) -> Any:
    """A page on which a soft and a loud take are chosen: A is seed 2, B is seed 1."""
    for seed, level in ((1, 0.9), (2, 0.2)):
        wish = {"duration": 2.0, "seed": seed, "set_": [f"level={level}"]}
        player.host.find(offers.Action, "generate").run(player, "bell", **wish).result(60)
    page.get_by_role("tab", name="Shelf", exact=True).click()
    boxes = page.locator(".take-card input")
    expect(boxes).to_have_count(2)
    boxes.nth(0).check()
    expect(page.locator("timbrel-ab")).to_contain_text("bell-2.wav is A. Choose another")
    boxes.nth(1).check()
    expect(page.locator("#ab-switch")).to_be_visible()
    return page


def heard(page: Any, letter: str) -> None:
    expect(page.locator("timbrel-ab")).to_have_attribute("data-heard", letter)


def test_both_are_equally_loud(pair: Any, player: Kernel) -> None:
    files = sorted(player.places.cache.glob("compare-*.wav"))
    assert [path.name[8] for path in files] == ["A", "B"]
    levels = [loudness(Path(path)) for path in files]
    assert levels[0] == pytest.approx(levels[1], abs=0.05)
    expect(pair.locator(".ab-side p").nth(1)).to_contain_text("dB softer")


def test_one_key_changes_which_is_heard_while_both_go_on(pair: Any) -> None:
    pair.locator("#ab-play").click()
    pair.wait_for_function(f"() => ({LEVELS})().join() === '1,0'")
    heard(pair, "A")
    for letter, levels in (("B", "0,1"), ("A", "1,0")):
        pair.keyboard.press("x")
        heard(pair, letter)
        pair.wait_for_function(f"() => ({LEVELS})().join() === '{levels}'")
    assert pair.evaluate("document.querySelector('timbrel-ab').sound.playing")


def test_the_key_is_a_letter_where_somebody_writes(pair: Any) -> None:
    pair.locator("#takes-search").focus()
    pair.keyboard.press("x")
    expect(pair.locator("#takes-search")).to_have_value("x")
    heard(pair, "A")


def test_differences_stand_as_a_table(pair: Any) -> None:
    row = pair.locator(".apart tbody tr").filter(has_text="level")
    expect(row.locator("td")).to_have_text(["0.2", "→", "0.9"])
    pair.locator("#ab-swap").click()
    expect(row.locator("td")).to_have_text(["0.9", "→", "0.2"])
    expect(pair.locator("#ab-a b")).to_have_text("bell-1.wav")
    heard(pair, "B")


def test_blind_hides_which_is_which_until_it_is_revealed(pair: Any) -> None:
    pair.locator("#ab-blind").check()
    body = pair.locator("timbrel-ab")
    for told in ("bell-1", "bell-2", "softer", "LUFS"):
        expect(body).not_to_contain_text(told)
    expect(body.locator(".thumbnail, table")).to_have_count(0)
    pair.locator("#ab-reveal").click()
    expect(body).to_contain_text("bell-1.wav")
    expect(body.locator("table")).to_have_count(1)


def test_another_player_silences_both(pair: Any) -> None:
    pair.locator("#ab-play").click()
    playing = "document.querySelector('timbrel-ab').sound.playing"
    assert pair.evaluate(playing)
    pair.locator("timbrel-take-sheet button.play").click()
    pair.wait_for_function(f"() => !{playing}")


def test_a_choice_is_taken_back_by_its_box(pair: Any) -> None:
    pair.locator(".take-card input").nth(0).uncheck()
    expect(pair.locator("timbrel-ab")).to_contain_text("bell-1.wav is A.")
    pair.locator(".take-card input").nth(1).uncheck()
    expect(pair.locator("timbrel-ab")).to_be_hidden()
