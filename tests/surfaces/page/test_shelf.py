"""The Shelf: takes found, marked, put away and handed on; models, presets and the trash."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import soundfile
from playwright.sync_api import expect

from timbrel import offers

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Kernel
    from timbrel_web.server import Web

    Act = Callable[..., dict[str, Any]]


@pytest.fixture
def act(player: Kernel) -> Act:
    """Does a verb on the kernel that is served: act("history_list"); of a Job the result."""

    def act(verb: str, *given: Any, **options: Any) -> dict[str, Any]:
        answer = player.host.find(offers.Action, verb).run(player, *given, **options)
        return answer if isinstance(answer, dict) else answer.result(60)

    return act


@pytest.fixture
def takes(act: Act) -> list[int]:
    """Three takes, of the seeds 1 to 3 and other lengths: their numbers."""
    for seed in (1, 2, 3):
        act("generate", "bell", duration=0.3 * seed, seed=seed, set_=[f"level=0.{seed}"])
    return [one["id"] for one in reversed(act("history_list")["items"])]


@pytest.fixture
def shelf(takes: list[int], page: Any) -> Any:
    """The room with three takes in it."""
    room(page)
    expect(page.locator(".take-card")).to_have_count(len(takes))
    return page


def room(page: Any, name: str = "takes") -> None:
    page.get_by_role("tab", name="Shelf", exact=True).click()
    page.locator(f"#shelf-{name}").click()


def names(page: Any) -> Any:
    return page.locator(".take-card h3")


def test_an_empty_shelf_says_how_takes_come_to_it(page: Any) -> None:
    room(page)
    expect(page.locator("#takes-count")).to_contain_text("Nothing was made yet")
    for name, words in (("presets", "No presets yet"), ("trash", "Nothing was put away")):
        page.locator(f"#shelf-{name}").click()
        expect(page.locator(f"#{name}-count")).to_contain_text(words)


def test_takes_stand_newest_first_with_their_outline(shelf: Any) -> None:
    expect(names(shelf)).to_have_text(["bell-3.wav", "bell-2.wav", "bell-1.wav"])
    expect(shelf.locator(".take-card .thumbnail path")).to_have_count(3)
    shelf.locator("#takes-sort").select_option("seconds 1")
    expect(names(shelf)).to_have_text(["bell-1.wav", "bell-2.wav", "bell-3.wav"])


def test_a_star_is_there_after_a_reload(shelf: Any, act: Act) -> None:
    shelf.locator(".take-card").nth(1).focus()
    shelf.keyboard.press("s")
    star = shelf.locator(".take-card .star").nth(1)
    expect(star).to_have_attribute("aria-pressed", "true")
    assert [one["star"] for one in act("history_list")["items"]] == [False, True, False]
    shelf.reload()
    room(shelf)
    expect(star).to_have_attribute("aria-pressed", "true")
    shelf.locator("#takes-starred").click()
    expect(names(shelf)).to_have_text(["bell-2.wav"])


def test_a_search_finds_names_knobs_and_notes(shelf: Any) -> None:
    shelf.locator(".take-card").nth(2).click(position={"x": 20, "y": 20})
    expect(shelf.locator("#sheet-name")).to_have_text("bell-1.wav")
    shelf.locator("#note").fill("for the intro")
    shelf.locator("#note").press("Tab")
    expect(shelf.locator(".take-card .note").nth(2)).to_have_text("for the intro")
    for words, found in (("intro", "bell-1.wav"), ("level=0.2", "bell-2.wav")):
        shelf.locator("#takes-search").fill(words)
        expect(names(shelf)).to_have_text([found])
    shelf.locator("#takes-search").fill("submarine")
    expect(shelf.locator("#takes-count")).to_contain_text("Nothing is like that")


def test_a_take_is_put_away_and_taken_back(shelf: Any, act: Act) -> None:
    path = Path(act("history_list")["items"][0]["path"])
    shelf.locator(".take-card").first.focus()
    shelf.keyboard.press("Delete")
    expect(names(shelf)).to_have_text(["bell-2.wav", "bell-1.wav"])
    expect(shelf.locator(".take-card").first).to_be_focused()
    assert not path.exists()
    shelf.locator(".saying").get_by_text("Undo").click()
    expect(names(shelf)).to_have_text(["bell-3.wav", "bell-2.wav", "bell-1.wav"])
    assert path.exists()


def test_arrows_go_from_card_to_card_and_enter_plays(shelf: Any) -> None:
    shelf.locator(".take-card").first.focus()
    shelf.keyboard.press("ArrowRight")
    expect(shelf.locator("#sheet-name")).to_have_text("bell-2.wav")
    heard = "() => document.querySelector('timbrel-take-sheet audio').played.length > 0"
    assert not shelf.evaluate(heard)
    shelf.keyboard.press("Enter")
    shelf.wait_for_function(heard)


def test_a_take_made_elsewhere_appears(shelf: Any, served: Web, page: Any) -> None:
    wish = {"model": "bell", "seed": 9, "duration": 0.2}
    assert page.request.post(f"{served.url.rstrip('/')}/api/generate", data=wish).status == 202
    expect(names(shelf)).to_have_text(["bell-9.wav", "bell-3.wav", "bell-2.wav", "bell-1.wav"])


def test_a_name_with_markup_is_a_name(act: Act, player: Kernel, page: Any) -> None:
    hostile = player.places.renders / "<img src=x onerror=document.title='gone'>.wav"
    act("generate", "bell", duration=0.1, out=hostile)
    room(page)
    expect(names(page)).to_have_text([hostile.name])
    expect(page.locator("#sheet-name")).to_have_text(hostile.name)
    assert page.title() == "Timbrel"


def test_a_take_is_exported_in_another_format(shelf: Any, tmp_path: Path) -> None:
    shelf.locator("#sheet-export").click()
    shelf.locator("#take-format").select_option("flac")
    with shelf.expect_download() as waiting:
        shelf.locator("#take-export-now").click()
    path = tmp_path / "take.flac"
    waiting.value.save_as(path)
    facts = soundfile.info(path)
    assert (facts.format, facts.samplerate, facts.frames) == ("FLAC", 48000, 43200)


def test_a_check_says_whether_it_comes_out_the_same(shelf: Any, act: Act) -> None:
    shelf.locator("#reproduce").click()
    expect(shelf.locator(".saying").last).to_contain_text("came out the same")
    assert len(act("history_list")["items"]) == 3
    sound, rate = soundfile.read(act("history_list")["items"][1]["path"])
    soundfile.write(act("history_list")["items"][0]["path"], sound, rate, subtype="PCM_24")
    shelf.locator("#reproduce").click()
    expect(shelf.locator(".saying.wrong")).to_contain_text("holds other samples")


def test_the_settings_of_a_take_stand_again(shelf: Any, player: Kernel) -> None:
    player.session.move({"level": 0.9})
    shelf.locator(".take-card h3").nth(1).click()
    shelf.locator("#use-settings").click()
    expect(shelf.locator("#make")).to_be_visible()
    assert player.session.values["level"] == pytest.approx(0.2)
    expect(shelf.locator("#seed")).to_have_value("2")


def test_a_take_whose_file_is_gone_says_so(act: Act, takes: list[int], page: Any) -> None:
    Path(act("history_list")["items"][0]["path"]).unlink()
    room(page)
    expect(page.locator(".take-card .note").first).to_contain_text("not where it was")
    page.locator(".take-card").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".saying").last).to_contain_text("not where it was")


def test_more_takes_come_as_one_scrolls(act: Act, player: Kernel, page: Any) -> None:
    for seed in range(60):
        player.session.save(player.session.make(0.01, seed), player.places.renders / f"{seed}.wav")
    room(page)
    expect(page.locator("#takes-count")).to_contain_text("60 takes")
    expect(page.locator(".take-card")).to_have_count(48)
    page.locator("#takes-more").scroll_into_view_if_needed()
    expect(page.locator(".take-card")).to_have_count(60)
    expect(page.locator("#takes-more")).to_be_hidden()


def test_a_model_is_renamed_tagged_found_and_put_away(page: Any, player: Kernel) -> None:
    room(page, "models")
    page.locator("#model-rename").click()
    page.locator("#answer").fill("glass bell")
    page.locator("#yes").click()
    expect(page.locator(".model-card h3")).to_have_text(["glass bell"])
    page.locator("#model-tags").fill("dry, metal")
    page.locator("#model-tags").press("Tab")
    expect(page.locator(".model-card .chip")).to_have_text(["dry", "metal"])
    page.locator("#models-search").fill("wood")
    expect(page.locator("#models-count")).to_contain_text("No model is like that")
    page.locator("#models-search").fill("metal")
    expect(page.locator(".model-card")).to_have_count(1)
    page.locator("#model-delete").click()
    expect(page.locator(".model-card")).to_have_count(0)
    page.locator(".saying").get_by_text("Undo").click()
    expect(page.locator(".model-card")).to_have_count(1)
    assert player.registry.card("glass bell").tags == ["dry", "metal"]


def test_a_model_goes_out_as_a_file_and_comes_in_again(page: Any, tmp_path: Path) -> None:
    room(page, "models")
    with page.expect_download() as waiting:
        page.locator("#model-export").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.name == "bell.timbrel"
    page.locator("#models-file").set_input_files(path)
    expect(page.locator(".model-card h3")).to_have_text(["bell-2", "bell"])
    path.write_bytes(path.read_bytes()[:-1])
    page.locator("#models-file").set_input_files(path)
    expect(page.locator(".saying.wrong")).to_contain_text("is not taken in")


def test_a_preset_is_kept_recalled_renamed_handed_on_and_taken_back(
    page: Any, player: Kernel, tmp_path: Path
) -> None:
    room(page, "presets")
    player.session.move({"level": 0.25})
    page.locator("#presets-save").click()
    page.locator("#answer").fill("soft")
    page.locator("#yes").click()
    card = page.locator(".preset-card")
    expect(card.locator("h3")).to_have_text(["soft"])
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export soft").click()
    path = tmp_path / "soft.json"
    waiting.value.save_as(path)
    assert json.loads(path.read_text())["preset"]["values"]["level"] == 0.25
    page.get_by_role("button", name="Rename soft").click()
    page.locator("#answer").fill("softer")
    page.locator("#yes").click()
    expect(card.locator("h3")).to_have_text(["softer"])
    page.locator("#presets-file").set_input_files(path)
    expect(card.locator("h3")).to_have_text(["soft", "softer"])
    page.get_by_role("button", name="Delete softer").click()
    expect(card).to_have_count(1)
    page.locator(".saying").get_by_text("Undo").click()
    expect(card).to_have_count(2)
    player.session.move({"level": 0.9})
    page.get_by_role("button", name="Recall softer").click()
    expect(page.locator("#make")).to_be_visible()
    assert player.session.values["level"] == 0.25


def test_a_morph_moves_the_knobs_as_the_slider_does(page: Any, act: Act, player: Kernel) -> None:
    act("presets_save", "left", model="bell", set_=["level=0.2"])
    act("presets_save", "right", model="bell", set_=["level=0.6"])
    room(page, "presets")
    slider = page.locator("#morph")
    expect(slider).to_be_visible()
    slider.focus()
    with page.expect_response(lambda answer: "presets_morph" in answer.url):
        page.keyboard.press("End")
    assert player.session.values["level"] == pytest.approx(0.6)
    with page.expect_response(lambda answer: "presets_morph" in answer.url):
        slider.fill("0.5")
    assert player.session.values["level"] == pytest.approx(0.4)


def test_the_trash_gives_back_and_is_emptied_only_when_asked_twice(
    takes: list[int], act: Act, page: Any
) -> None:
    act("history_delete", str(takes[0]))
    act("history_delete", str(takes[1]))
    room(page, "trash")
    rows = page.locator(".trash-list li")
    expect(rows.locator("b")).to_have_text(["bell-2.wav", "bell-1.wav"])
    page.get_by_role("button", name="Take back bell-1.wav").click()
    expect(rows).to_have_count(1)
    page.locator("#trash-empty").click()
    page.get_by_role("button", name="Cancel").click()
    expect(rows).to_have_count(1)
    page.locator("#trash-empty").click()
    page.locator("#yes").click()
    expect(rows).to_have_count(0)
    assert [one["id"] for one in act("history_list")["items"]] == [takes[2], takes[0]]
