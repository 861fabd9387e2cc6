"""Several models as one: chosen, weighed, and weighed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from tests.surfaces.page.order import heard, recipe

from timbrel import Card, Kernel, hookimpl, offers

if TYPE_CHECKING:
    from pathlib import Path


class Slow(offers.Model):
    """A model at another rate than all others here."""

    rate, channels, controls = 8000, 1, ()


class Slowness(offers.Family):
    name, says = "slow", "Of 8 kHz"

    def load(self, folder: Path) -> offers.Model:
        return Slow()


class Plugin:
    @hookimpl
    def families(self) -> list[offers.Family]:
        return [Slowness()]


@pytest.fixture
def player(trained: Kernel, tone: Any) -> Kernel:
    for number, name in enumerate(("gong", "drum")):
        tone(trained, name, 110.0 * (number + 1))
    trained.host.add(Plugin(), "slow")
    draft = trained.registry.draft()
    (draft / "slow.json").write_text("{}")
    trained.registry.add(Card("slow", "slow", sounds=1, seconds=1.0), draft)
    trained.session.load("bell")
    return trained


@pytest.fixture
def blend(page: Any) -> Any:
    page.locator("#fold-blend > summary").click()
    expect(page.locator("#blend-gong")).to_be_visible()
    return page.locator("timbrel-blend")


def test_a_second_model_joins_and_the_knobs_stay_where_they_stood(
    page: Any, blend: Any, player: Kernel
) -> None:
    player.session.move({"pitch": 1.5}, origin="osc")
    page.wait_for_function(
        """async () => (await import("/page/core/session.js")).session.values.pitch === 1.5"""
    )
    page.locator("#blend-gong").check()
    heard(page, "model === 'bell+gong' && v.share_gong === 0.5 && v.pitch === 1.5")
    expect(page.locator("#fold-blend .state")).to_have_text("bell 50 %, gong 50 %")


def test_the_crossfader_moves_the_shares_for_every_surface_and_in_the_take(
    page: Any, blend: Any
) -> None:
    page.locator("#blend-gong").check()
    page.locator("#blend-fader").fill("0.8")
    heard(page, "Math.abs(v.share_bell - 0.2) < 1e-6 && Math.abs(v.share_gong - 0.8) < 1e-6")
    made = recipe(page)
    assert made["model"] == "bell+gong"
    assert made["values"]["share_bell"] == pytest.approx(0.2)
    assert made["values"]["share_gong"] == pytest.approx(0.8)


def test_shares_that_move_elsewhere_move_here(page: Any, blend: Any, player: Kernel) -> None:
    player.session.load("bell:0.5+gong:0.5")
    player.session.move({"share_gong": 0.1}, origin="osc")
    expect(page.locator("#fold-blend .state")).to_have_text("bell 83 %, gong 17 %")
    expect(page.locator("#blend-fader")).to_have_attribute("aria-valuetext", "83 % : 17 %")


def test_three_models_have_a_pad_with_one_at_each_corner(page: Any, blend: Any) -> None:
    page.locator("#blend-gong").check()
    heard(page, "model === 'bell+gong'")
    page.locator("#blend-drum").check()
    heard(page, "model === 'bell+gong+drum' && Math.abs(v.share_drum - 1 / 3) < 1e-3")
    expect(page.locator("#blend-share-drum")).to_be_visible()
    box = page.locator("#blend-pad").bounding_box()
    page.locator("#blend-pad").click(position={"x": box["width"] / 2, "y": 5})  # over the top
    heard(page, "v.share_bell > 0.999 && v.share_gong < 0.001 && v.share_drum < 0.001")
    page.locator("#blend-share-drum").fill("0.25")
    heard(page, "v.share_drum === 0.25 && Math.abs(v.share_bell - 0.75) < 1e-6")
    page.locator("#blend-pad").press("ArrowRight")
    heard(page, "v.share_gong > 0.001")


def test_one_that_leaves_gives_its_part_to_the_others_and_one_alone_can_be_played(
    page: Any, blend: Any, player: Kernel
) -> None:
    player.session.load("bell:0.2+gong:0.2+drum:0.6")
    expect(page.locator("#blend-drum")).to_be_checked()
    page.locator("#blend-bell").uncheck()
    heard(page, "model === 'gong+drum'")
    expect(page.locator("#fold-blend .state")).to_have_text("gong 25 %, drum 75 %")
    page.locator("#blend-only-drum").click()
    heard(page, "model === 'drum' && !('share_drum' in v)")
    expect(page.locator("#fold-blend .state")).to_have_text("drum alone")
    expect(page.locator("#blend-drum")).to_be_disabled()


def test_a_blend_that_cannot_be_is_told_and_nothing_changes(page: Any, blend: Any) -> None:
    page.locator("#blend-slow").click()
    expect(page.locator(".saying.wrong")).to_contain_text("cannot be blended")
    expect(page.locator("#blend-slow")).not_to_be_checked()
    heard(page, "model === 'bell'")


def test_a_point_between_corners_is_the_mean_of_them_by_their_shares(page: Any) -> None:
    far = page.evaluate(
        """async () => {
          const { corners, inside, mean, weights } = await import("/page/parts/shares.js");
          const errors = [];
          for (const count of [3, 4, 5, 7]) {
            const figure = corners(count);
            for (let turn = 0; turn < 40; turn += 1) {
              const far = [1.2 * Math.sin(turn) * (turn / 40), 1.2 * Math.cos(turn * 2.7)];
              const point = inside(far, figure);
              const parts = weights(point, figure);
              const [x, y] = mean(parts, figure);
              const whole = parts.reduce((sum, part) => sum + part, 0);
              errors.push(Math.hypot(x - point[0], y - point[1]), Math.abs(whole - 1));
              errors.push(-Math.min(0, ...parts));
            }
          }
          return Math.max(...errors);
        }"""
    )
    assert far < 1e-9
