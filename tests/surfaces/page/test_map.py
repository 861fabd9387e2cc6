"""The map: a place to play from, pointed at among the sounds of the model."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from playwright.sync_api import expect
from tests.surfaces.page.order import heard, recipe

from timbrel import Audio, Card, Control, Kernel, hookimpl, offers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

PLACES = (
    {"x": 0.25, "y": 0.75, "source": "drip.wav", "start": 1.5, "seconds": 0.4},
    {"x": 0.25, "y": 0.25, "source": "drip.wav", "start": 3.0, "seconds": 0.4},
    {"x": 0.9, "y": 0.5, "source": "creak.wav", "start": 0.0, "seconds": 1.0},
)


class Charted(offers.Model):
    """A model with a map, whose sound is silence."""

    rate, channels = 48000, 1
    controls = (Control("map", 0, 1, 0), Control("map_x"), Control("map_y"))

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
        yield Audio(np.full((1, frames), 0.1, np.float32), self.rate)

    def map(self) -> Sequence[Mapping[str, Any]]:
        return PLACES


class Chart(offers.Family):
    name, says = "chart", "Three sounds on a map"

    def load(self, folder: Path) -> offers.Model:
        return Charted()


class Plugin:
    @hookimpl
    def families(self) -> list[offers.Family]:
        return [Chart()]


@pytest.fixture
def player(trained: Kernel) -> Kernel:
    trained.host.add(Plugin(), "chart")
    for name in ("cave", "well"):
        draft = trained.registry.draft()
        (draft / "chart.json").write_text("{}")
        trained.registry.add(Card(name, "chart", sounds=2, seconds=5.0), draft)
    trained.session.load("cave")
    return trained


@pytest.fixture
def plane(page: Any) -> Any:
    """The map, opened and drawn."""
    page.locator("#fold-map > summary").click()
    expect(page.locator("#map-plane .dot").first).to_be_visible()
    return page.locator("#map-plane")


def over(plane: Any, number: int) -> dict[str, float]:
    """Where a dot lies within the map, in pixels."""
    whole, dot = plane.bounding_box(), plane.locator(".dot").nth(number).bounding_box()
    return {
        "x": dot["x"] + dot["width"] / 2 - whole["x"],
        "y": dot["y"] + dot["height"] / 2 - whole["y"],
    }


def test_the_next_take_is_played_from_where_one_points(page: Any, plane: Any) -> None:
    plane.click(position=over(plane, 0))
    expect(page.locator("#fold-map .state")).to_have_text("from 0.25 across, 0.75 up")
    values = recipe(page)["values"]
    assert values["map"] == 1
    assert values["map_x"] == pytest.approx(0.25, abs=0.01)
    assert values["map_y"] == pytest.approx(0.75, abs=0.01)


def test_dragging_moves_the_place_and_holds_at_the_edge(page: Any, plane: Any) -> None:
    plane.hover(position={"x": 50, "y": 50})
    page.mouse.down()
    box = plane.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 2, box["y"] + box["height"] / 2)
    page.mouse.up()
    heard(page, "v.map === 1 && v.map_x === 1 && Math.abs(v.map_y - 0.5) < 0.01")


def test_a_sound_under_the_mouse_is_named_with_its_time(page: Any, plane: Any) -> None:
    plane.hover(position=over(plane, 1))
    expect(page.locator("#map-near")).to_have_text("drip.wav, at 0:03.0")
    expect(plane.locator(".dot.lit")).to_have_count(2)  # both of that recording


def test_arrow_keys_move_the_place_and_delete_takes_it_away(page: Any, plane: Any) -> None:
    plane.focus()
    plane.press("ArrowRight")
    heard(page, "v.map === 1 && Math.abs(v.map_x - 0.52) < 1e-6 && v.map_y === 0.5")
    plane.press("Shift+ArrowDown")
    heard(page, "Math.abs(v.map_y - 0.496) < 1e-6")
    expect(page.locator("#map-near")).to_have_text(re.compile("^Nearest: "))
    plane.press("Delete")
    heard(page, "v.map === 0")
    expect(page.locator("#fold-map .state")).to_have_text("from all your sounds")


def test_how_much_comes_from_the_place_is_a_slider_and_can_be_taken_away(
    page: Any, plane: Any
) -> None:
    plane.click(position=over(plane, 2))
    page.locator("#map-strength").fill("0.4")
    heard(page, "v.map === 0.4 && v.map_x > 0.85")
    plane.click(position=over(plane, 0))  # elsewhere, and as much as before
    heard(page, "v.map === 0.4 && v.map_x < 0.3")
    page.locator("#map-away").click()
    heard(page, "v.map === 0")
    expect(page.locator("#map-away")).to_be_disabled()


def test_a_place_that_another_surface_chose_is_seen(page: Any, plane: Any, player: Kernel) -> None:
    player.session.move({"map": 1, "map_x": 0.1, "map_y": 0.9}, origin="osc")
    expect(page.locator("#fold-map .state")).to_have_text("from 0.10 across, 0.90 up")
    expect(plane.locator(".cross circle")).to_be_visible()


def test_the_place_can_be_heard_at_once(page: Any, plane: Any, player: Kernel) -> None:
    plane.click(position=over(plane, 0))
    page.locator("#map-hear").click()
    page.wait_for_function("() => document.querySelector('timbrel-result audio').played.length")
    [take] = player.places.renders.glob("cave*.wav.json")
    facts = json.loads(take.read_text())
    assert facts["frames"] / facts["rate"] == 4
    assert facts["values"]["map"] == 1


def test_a_blend_shows_the_sounds_of_each_model(page: Any, plane: Any, player: Kernel) -> None:
    player.session.load("cave+well")
    expect(plane.locator(".dot")).to_have_count(6)
    legend = page.locator("timbrel-map .legend span")
    expect(legend).to_have_text(
        ["cave: 3 sounds of 2 recordings", "well: 3 sounds of 2 recordings"]
    )


def test_a_model_without_a_map_says_so(
    page: Any, plane: Any, player: Kernel, tone: Callable[..., Card]
) -> None:
    player.session.load("bell")
    expect(plane).to_be_hidden()
    expect(page.locator("#fold-map .inside")).to_contain_text("This model has no map.")
    expect(page.locator("#fold-map .state")).to_have_text("This model has no map.")
