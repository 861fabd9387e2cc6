"""The knobs of the Play room: drawn from the model's controls, turned by hand, in step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

from timbrel import Audio, Card, Control, Kernel, hookimpl, offers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from timbrel_web.server import Web

SOON = 500  # ms within which a knob moved elsewhere has moved here
REASON = "your sounds have no harmony to bend"


class Reed(offers.Model):
    """Silence, with knobs of every kind."""

    rate, channels = 48000, 1
    controls = (
        Control("brightness", -1.0, 1.0, 0.0, says="From dark to bright", safe=(-0.5, 0.5)),
        Control("tension", -1.0, 1.0, 0.0, inert=REASON),
        Control("tempo", 0.0, 300.0, 0.0, "bpm"),
        Control("sparkle", 0.0, 1.0, 0.2, says="A knob that a plugin brought"),
        Control("axis_1", -2.0, 2.0, 0.0),
    )

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
        yield Audio(np.zeros((1, frames), np.float32), self.rate)


class Reeds(offers.Family):
    name, says = "reed", "A reed that is silent"

    def load(self, folder: Path) -> offers.Model:
        return Reed()


class Plugin:
    @hookimpl
    def families(self) -> list[offers.Family]:
        return [Reeds()]


@pytest.fixture
def player(trained: Kernel) -> Kernel:
    trained.host.add(Plugin(), "reeds")
    draft = trained.registry.draft()
    (draft / "reed.json").write_text("{}")
    trained.registry.add(Card("reed", "reed", sounds=1, seconds=1.0), draft)
    trained.session.load("reed")
    return trained


def knob(page: Any, name: str) -> Any:
    return page.locator(f"#knob-{name}").get_by_role("slider")


def digits(page: Any, name: str) -> Any:
    return page.locator(f"#knob-{name} input")


def now(value: float) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(f'{value:g}')}$")


def stands(page: Any, name: str, value: float, **more: Any) -> None:
    expect(knob(page, name)).to_have_attribute("aria-valuenow", now(value), **more)


def moved(web: Web, **values: float) -> None:
    """Move knobs by HTTP, as a program would."""
    httpx.post(f"{web.url}api/session/move", json=values).raise_for_status()


def watching(page: Any, name: str) -> None:
    """Have the page remember every place that a knob stands at from now on."""
    page.evaluate(
        """name => {
        const grip = document.querySelector(`#knob-${name} [role=slider]`);
        window.places = [];
        const seen = () => window.places.push(Number(grip.getAttribute("aria-valuenow")));
        new MutationObserver(seen).observe(grip, { attributeFilter: ["aria-valuenow"] });
        }""",
        name,
    )


def test_ten_steps_by_key_are_ten_steps_and_never_one_back(page: Any, player: Kernel) -> None:
    knob(page, "brightness").focus()
    watching(page, "brightness")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    stands(page, "brightness", 0.2)
    moved_by_page(page, player, 0.2)
    places = page.evaluate("window.places")
    assert places == sorted(places) and places[-1] == 0.2
    expect(digits(page, "brightness")).to_have_value("+0.20")


def moved_by_page(page: Any, player: Kernel, value: float) -> None:
    """The session has what the page says, and what came back of it left the page where it was."""
    page.wait_for_function(
        """async value => {
        const { values } = await (await fetch("/api/session")).json();
        return Math.abs(values.brightness - value) < 1e-9;
        }""",
        arg=value,
    )
    assert player.session.values["brightness"] == pytest.approx(value)
    stands(page, "brightness", value)


def test_each_key_goes_as_far_as_it_says(page: Any) -> None:
    knob(page, "brightness").focus()
    for key, value in (
        ("ArrowDown", -0.02),
        ("Shift+ArrowDown", -0.22),
        ("PageUp", -0.02),
        ("Home", -1),
        ("Shift+ArrowRight", -0.8),
        ("End", 1),
        ("ArrowRight", 1),
        ("Delete", 0),
    ):
        page.keyboard.press(key)
        stands(page, "brightness", value)


def test_a_knob_is_dragged_turned_by_the_wheel_and_put_back(page: Any) -> None:
    grip = knob(page, "sparkle")
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 45, steps=5)
    page.mouse.up()
    stands(page, "sparkle", 0.45)
    page.mouse.move(x, y)
    page.mouse.wheel(0, -100)
    stands(page, "sparkle", 0.47)
    grip.dblclick()
    stands(page, "sparkle", 0.2)


def test_a_knob_follows_a_finger_and_the_page_stays(chromium: Any, served: Web) -> None:
    tablet = chromium.new_context(viewport={"width": 820, "height": 600}, has_touch=True)
    page = tablet.new_page()
    page.goto(served.url)
    grip = knob(page, "sparkle")
    grip.scroll_into_view_if_needed()
    box, scrolled = grip.bounding_box(), page.evaluate("window.scrollY")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    hand = tablet.new_cdp_session(page)

    def finger(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    finger("touchStart", (x, y))
    for way in range(9, 91, 9):
        finger("touchMove", (x, y - way))
    stands(page, "sparkle", 0.7)
    finger("touchEnd")
    assert page.evaluate("window.scrollY") == scrolled
    tablet.close()


def test_a_value_is_typed_in_digits_and_held_within_bounds(page: Any) -> None:
    field = digits(page, "brightness")
    for text, value in (("0,3", 0.3), ("7", 1), ("\N{MINUS SIGN}0.25", -0.25), ("loud", -0.25)):
        field.fill(text)
        field.press("Tab")
        stands(page, "brightness", value)
    back = page.locator("#knob-brightness .back")
    back.click()
    stands(page, "brightness", 0)
    expect(back).to_be_disabled()


def test_a_knob_moved_by_http_moves_on_the_page_within_half_a_second(
    page: Any, served: Web
) -> None:
    stands(page, "brightness", 0)
    moved(served, brightness=0.75, sparkle=0.9)
    stands(page, "brightness", 0.75, timeout=SOON)
    stands(page, "sparkle", 0.9, timeout=SOON)


def test_two_pages_stay_in_step(page: Any, context: Any, served: Web) -> None:
    other = context.new_page()
    other.goto(served.url)
    stands(other, "brightness", 0)
    knob(page, "brightness").focus()
    page.keyboard.press("PageUp")
    stands(other, "brightness", 0.2, timeout=SOON)
    other.bring_to_front()
    knob(other, "brightness").focus()
    other.keyboard.press("Home")
    stands(page, "brightness", -1, timeout=SOON)
    other.get_by_role("button", name="Reset all").click()
    stands(page, "brightness", 0, timeout=SOON)


def test_a_knob_that_cannot_move_says_why_and_stays(page: Any) -> None:
    grip = knob(page, "tension")
    expect(grip).to_have_attribute("aria-disabled", "true")
    expect(grip).to_have_attribute("aria-valuetext", re.compile(REASON))
    expect(page.locator("#knob-tension")).to_have_attribute("title", re.compile(REASON))
    grip.focus()
    page.keyboard.press("End")
    stands(page, "tension", 0)
    expect(page.locator("timbrel-knobs .whisper")).to_contain_text(REASON)


def test_the_safe_stretch_is_painted_and_leaving_it_is_warned_of(page: Any) -> None:
    expect(page.locator("#knob-brightness path.safe")).to_have_count(1)
    expect(page.locator("#knob-sparkle path.safe")).to_have_count(0)
    grip = knob(page, "brightness")
    grip.focus()
    page.keyboard.press("PageUp")
    expect(page.locator("#knob-brightness")).not_to_have_class(re.compile("outside"))
    page.keyboard.press("End")
    expect(page.locator("#knob-brightness")).to_have_class(re.compile("outside"))
    expect(grip).to_have_attribute("aria-valuetext", re.compile("outside its safe range"))
    page.locator("#duration").focus()
    page.mouse.move(1, 1)
    expect(page.locator("timbrel-knobs .whisper")).to_contain_text("Brightness: outside")


def test_knobs_stand_by_meaning_and_a_plugins_own_under_more(page: Any) -> None:
    for group, name in (("Colour", "brightness"), ("Time", "tempo"), ("More", "sparkle")):
        place = page.locator(f'timbrel-knobs section[aria-label="{group}"]')
        expect(place.locator(f"#knob-{name}")).to_be_visible()
    expect(page.locator("#knob-axis_1")).to_have_count(0)


def test_surprise_stays_within_the_safe_stretch_and_can_be_undone(page: Any) -> None:
    knob(page, "brightness").focus()
    page.keyboard.press("End")
    page.locator("#surprise").click()
    expect(page.locator("#knob-brightness")).not_to_have_class(re.compile("outside"))
    assert abs(float(knob(page, "brightness").get_attribute("aria-valuenow"))) <= 0.5
    stands(page, "tension", 0)
    stands(page, "sparkle", 0.2)  # nobody knows what is safe for it
    page.get_by_role("button", name="Undo").click()
    stands(page, "brightness", 1)


def test_knobs_of_another_model_are_drawn_as_it_is_loaded(page: Any, served: Web) -> None:
    knob(page, "sparkle").wait_for()
    httpx.post(f"{served.url}api/session/load", json={"name": "bell"}).raise_for_status()
    expect(knob(page, "pitch")).to_be_visible()
    expect(knob(page, "sparkle")).to_have_count(0)
