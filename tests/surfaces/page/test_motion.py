"""Knobs over time: curves and waves drawn on the page are those that the take is made with."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.surfaces.page.order import recipe

from timbrel_play import motion_curve, motion_wave

if TYPE_CHECKING:
    from timbrel import Kernel

TIMES = [n * 0.37 for n in range(30)]


@pytest.fixture
def motion(page: Any) -> Any:
    page.locator("#fold-motion > summary").click()
    return page.locator("timbrel-motion")


def moving(page: Any) -> dict[str, Any]:
    """What moves in the take that Make would make, curves and waves by knob."""
    return recipe(page).get("motion", {})


def begun(motion: Any, knob: str) -> Any:
    """The lane of a knob that now has a curve from end to end."""
    motion.locator("#motion-knob").select_option(knob)
    motion.locator("#motion-add").click()
    return motion.locator(f"section[aria-label='{knob}']")


def a_curve(chance: random.Random) -> str:
    times = sorted(round(chance.uniform(0, 10), 3) for _ in range(chance.randint(1, 6)))
    points = [
        (time, round(chance.uniform(-1, 1), 3), chance.choice(list(motion_curve.CURVES)))
        for time in times
    ]
    return str(motion_curve.checked(points))


def a_wave(chance: random.Random) -> str:
    shape = chance.choice(list(motion_wave.SHAPES))
    rate = chance.choice(["1/4@120", "3/8@97.5", "2/1@60", f"{chance.uniform(0.02, 5):.3f}"])
    return f"{shape},rate={rate},depth={chance.uniform(0, 2):.3f},phase={chance.uniform(0, 1):.3f}"


def test_what_is_drawn_is_what_the_server_reads(page: Any) -> None:
    chance = random.Random(5)
    written = [a_curve(chance) for _ in range(100)]
    read = page.evaluate(
        """async ([texts, times]) => {
          const { at, read, written } = await import("/page/parts/curve.js");
          const drawn = (curve) => times.map((time) => at(curve, time));
          return texts.map(read).map((curve) => [written(curve), drawn(curve)]);
        }""",
        [written, TIMES],
    )
    for text, (again, values) in zip(written, read, strict=True):
        assert motion_curve.curve(again) == motion_curve.curve(text)
        assert values == pytest.approx([motion_curve.curve(text).at(t) for t in TIMES], abs=1e-9)


def test_a_wave_is_drawn_as_it_will_swing_chance_included(page: Any) -> None:
    chance = random.Random(6)
    written = [a_wave(chance) for _ in range(100)]
    read = page.evaluate(
        """async ([texts, times]) => {
          const { at, read, written } = await import("/page/parts/wave.js");
          const { chance, fetched } = await import("/page/parts/chance.js");
          await fetched(0, 60);
          const drawn = (wave) => times.map((time) => at(wave, time, chance));
          return texts.map(read).map((wave) => [written(wave), drawn(wave)]);
        }""",
        [written, TIMES],
    )
    for text, (again, values) in zip(written, read, strict=True):
        assert motion_wave.wave(again) == motion_wave.wave(text)
        assert values == pytest.approx([motion_wave.wave(text).at(t) for t in TIMES], abs=1e-6)


def test_a_curve_that_is_drawn_is_in_the_recipe_of_the_take(page: Any, motion: Any) -> None:
    lane = begun(motion, "pitch")
    lane.locator(".graph").click(position={"x": 200, "y": 40})
    lane.get_by_label("How it gets there").select_option("smooth")
    first, new, last = moving(page)["automate"]["pitch"]
    assert first == [0.0, 1.0, "linear"]
    assert last == [10.0, 1.0, "linear"]
    assert 0 < new[0] < 10
    assert 1.5 < new[1] < 2
    assert new[2] == "smooth"
    expect(page.locator("#fold-motion .state")).to_have_text("Pitch by a curve")


def test_points_are_dragged_stepped_typed_and_taken_away(page: Any, motion: Any) -> None:
    lane = begun(motion, "level")
    graph, points = lane.locator(".graph"), lane.get_by_role("slider")
    graph.hover(position={"x": 200, "y": 100})
    page.mouse.down()
    graph.hover(position={"x": 230, "y": 2})  # over the range: the knob goes no further
    page.mouse.up()
    expect(points).to_have_count(3)
    expect(points.nth(1)).to_have_attribute("aria-valuenow", "1")
    points.nth(1).press("ArrowDown")
    expect(points.nth(1)).to_have_attribute("aria-valuenow", "0.98")
    lane.get_by_label("Seconds of the point").fill("99")  # not past the next one
    lane.get_by_label("Seconds of the point").blur()
    expect(points.nth(1)).to_have_attribute("aria-valuetext", "0.98 at 10 seconds")
    lane.get_by_label("Value of the point").fill("0.25")
    lane.get_by_label("Value of the point").blur()
    points.nth(1).press("Delete")
    expect(points).to_have_count(2)
    lane.get_by_role("button", name="Add point").click()
    expect(points.nth(1)).to_have_attribute("aria-valuetext", "0.5 at 5 seconds")
    points.nth(1).dblclick()
    expect(points).to_have_count(2)
    assert moving(page)["automate"]["level"] == [[0, 0.5, "linear"], [10, 0.5, "linear"]]


def test_a_knob_swings_as_the_wave_says(page: Any, motion: Any) -> None:
    lane = begun(motion, "level")
    page.locator("#wave-level").click()
    page.locator("#curve-level").click()
    lane.get_by_label("Shape").select_option("triangle")
    lane.get_by_label("Depth", exact=True).fill("0.25")
    lane.get_by_label("Rate in").select_option("notes")
    lane.get_by_label("Note", exact=True).select_option("1/8")
    lane.get_by_label("Beats a minute").fill("60")
    lane.get_by_label("Beats a minute").blur()
    wave = {"shape": "triangle", "rate": 2.0, "depth": 0.25, "phase": 0.0}
    assert moving(page) == {"automate": {}, "lfo": {"level": wave}}
    expect(page.locator("#fold-motion .state")).to_have_text("Level by a triangle wave")
    page.locator("#still-level").click()
    expect(lane).to_have_count(0)
    assert moving(page) == {}


def test_curves_go_by_the_take_s_length_and_stretch_to_it(page: Any, motion: Any) -> None:
    lane = begun(motion, "pitch")
    page.evaluate(
        """async () => {
          const { order } = await import("/page/core/order.js");
          order.set({ duration: 20, loop: true });
        }"""
    )
    expect(lane.locator(".graph")).to_contain_text("20 s")
    lane.get_by_label("Value of the point").fill("1.5")
    lane.get_by_label("Value of the point").blur()
    expect(lane).to_contain_text("let it end where it begins")
    page.locator("#motion-fit").click()
    assert moving(page)["automate"]["pitch"][-1] == [20.0, 1.0, "linear"]


def test_the_knobs_safe_stretch_is_painted_and_what_stands_still_follows_the_knob(
    page: Any, motion: Any, player: Kernel
) -> None:
    begun(motion, "level")
    page.locator("#wave-level").click()
    page.locator("#curve-level").click()
    way = motion.locator(".way")
    before = way.get_attribute("d")
    player.session.move({"level": 0.9}, origin="osc")
    expect(way).not_to_have_attribute("d", before)


def test_a_curve_of_a_knob_that_another_model_lacks_is_given_up_and_told(
    page: Any, motion: Any, player: Kernel, tone: Any
) -> None:
    tone(player, "gong", 220)
    player.session.load("bell+gong")
    begun(motion, "share_gong")
    begun(motion, "pitch")
    player.session.load("gong")
    expect(page.locator(".sayings")).to_contain_text("Share gong no longer moves")
    expect(page.locator("#fold-motion .state")).to_have_text("Pitch by a curve")
    assert list(moving(page)["automate"]) == ["pitch"]
