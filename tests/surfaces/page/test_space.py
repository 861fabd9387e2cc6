"""The space of a take: chosen, and the sound dragged about one's head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.surfaces.page.order import recipe

from timbrel import Control, Kernel, Take, hookimpl, offers

if TYPE_CHECKING:
    from collections.abc import Mapping


class Cave(offers.Spatializer):
    """A stranger's."""

    name, says = "cave", "Deep under the ground"
    controls = (Control("depth", 0, 100, 20, "m", "How deep"),)

    def place(self, take: Take, values: Mapping[str, float]) -> Take:
        return take


class Plugin:
    @hookimpl
    def spatializers(self) -> list[offers.Spatializer]:
        return [Cave()]


@pytest.fixture
def player(trained: Kernel) -> Kernel:
    trained.host.add(Plugin(), "stranger")
    trained.session.load("bell")
    return trained


@pytest.fixture
def space(page: Any) -> Any:
    page.locator("#fold-space > summary").click()
    expect(page.locator("#space-binaural")).to_be_visible()
    return page.locator("timbrel-space")


def test_dragging_about_the_head_places_the_next_take(page: Any, space: Any) -> None:
    page.locator("#space-binaural").check()
    pad = page.locator("#space-pad")
    half = pad.bounding_box()["width"] / 2
    pad.hover(position={"x": half, "y": half - 60})
    page.mouse.down()
    pad.hover(position={"x": half * 1.67, "y": half})
    page.mouse.up()
    space.get_by_label("elevation", exact=True).fill("30")
    made = recipe(page)
    assert made["space"] == "binaural"
    assert made["where"]["azimuth"] == pytest.approx(90, abs=1)
    assert made["where"]["elevation"] == 30
    assert 1.4 < made["where"]["distance"] < 10
    expect(page.locator("#fold-space .state")).to_contain_text("binaural, azimuth 90 °")


def test_the_pad_goes_round_by_arrow_keys_and_ends_where_the_space_does(
    page: Any, space: Any
) -> None:
    page.locator("#space-binaural").check()
    pad, azimuth = page.locator("#space-pad"), space.get_by_label("azimuth", exact=True)
    pad.press("ArrowLeft")
    expect(azimuth).to_have_value("-5")
    space.get_by_label("distance", exact=True).fill("10")
    pad.press("ArrowUp")
    expect(space.get_by_label("distance", exact=True)).to_have_value("10")
    azimuth.fill("-178")
    pad.press("ArrowLeft")
    expect(azimuth).to_have_value("177")


def test_a_plugin_s_space_stands_among_the_others_with_its_knobs(page: Any, space: Any) -> None:
    page.locator("#space-cave").check()
    expect(space).to_contain_text("Deep under the ground")
    expect(page.locator("#space-pad")).to_have_count(0)
    space.get_by_label("depth", exact=True).fill("55")
    made = recipe(page)
    assert (made["space"], made["where"]) == ("cave", {"depth": 55.0})


def test_a_space_that_is_left_is_found_as_it_was_and_none_is_none(page: Any, space: Any) -> None:
    page.locator("#space-width").check()
    page.locator("#where-width").fill("1.6")
    page.locator("#space-none").check()
    expect(page.locator("#fold-space .state")).to_have_text("none: as the model sounds")
    assert "space" not in recipe(page)
    page.locator("#space-width").check()
    assert recipe(page)["where"] == {"width": 1.6}


def test_a_space_that_another_part_of_the_page_chose_is_shown(page: Any, space: Any) -> None:
    page.evaluate(
        """async () => (await import("/page/core/order.js")).order.set(
            { space: "binaural", where: { azimuth: -90, spread: 40 } })"""
    )
    expect(page.locator("#space-binaural")).to_be_checked()
    expect(space.get_by_label("azimuth", exact=True)).to_have_value("-90")
    expect(page.locator("#space-pad .spread")).to_be_visible()
