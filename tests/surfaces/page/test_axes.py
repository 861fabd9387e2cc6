"""The latent axes: sliders without names, behind a fold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from playwright.sync_api import expect

from timbrel import Audio, Card, Control, Kernel, hookimpl, offers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SAYS = "A direction in which your sounds differ; in them it goes with loudness (+0.47)"


class Turned(offers.Model):
    """A model with two axes, whose sound is silence."""

    rate, channels = 48000, 1
    controls = (
        Control("axis_1", -2, 2, 0, "SD", SAYS, safe=(-1, 1)),
        Control("axis_2", -2, 2, 0, "SD", "No hint"),
    )

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
        yield Audio(np.zeros((1, frames), np.float32), self.rate)


class Turning(offers.Family):
    name, says = "turning", "Two axes"

    def load(self, folder: Path) -> offers.Model:
        return Turned()


class Plugin:
    @hookimpl
    def families(self) -> list[offers.Family]:
        return [Turning()]


@pytest.fixture
def player(trained: Kernel) -> Kernel:
    trained.host.add(Plugin(), "turning")
    draft = trained.registry.draft()
    (draft / "turning.json").write_text("{}")
    trained.registry.add(Card("wheel", "turning", sounds=1, seconds=1.0), draft)
    trained.session.load("wheel")
    return trained


@pytest.fixture
def axes(page: Any) -> Any:
    page.locator("#fold-axes > summary").click()
    return page.locator("timbrel-axes")


def heard(page: Any, wish: str) -> None:
    """Wait until the knobs stand so for every other surface."""
    ask = (
        "async () => { const { values: v } = await (await fetch('/api/session')).json();"
        f" return {wish}; }}"
    )
    page.wait_for_function(ask)


def test_each_axis_is_a_slider_with_its_hint_and_its_safe_stretch(axes: Any) -> None:
    expect(axes.get_by_label("Axis 1", exact=True)).to_have_value("0")
    expect(axes.locator(".slide").first).to_contain_text("goes with loudness (+0.47)")
    zone = axes.locator(".slide").first.locator(".zone i")
    expect(zone).to_have_attribute("style", "left: 25%; right: 25%")
    expect(axes.locator(".slide").nth(1).locator(".zone")).to_have_count(0)


def test_an_axis_moves_for_every_surface_and_back_to_rest(page: Any, axes: Any) -> None:
    axes.get_by_label("Axis 1", exact=True).fill("1.5")
    heard(page, "v.axis_1 === 1.5 && v.axis_2 === 0")
    expect(page.locator("#fold-axes .state")).to_have_text("axis 1 at 1.50 SD")
    axes.get_by_role("button", name="Axis 1 back to rest").click()
    heard(page, "v.axis_1 === 0")
    expect(page.locator("#fold-axes .state")).to_have_text("all at rest")


def test_an_axis_moved_elsewhere_moves_here_and_all_go_to_rest_at_once(
    page: Any, axes: Any, player: Kernel
) -> None:
    player.session.move({"axis_1": -0.4, "axis_2": 2}, origin="osc")
    expect(axes.get_by_label("Axis 2", exact=True)).to_have_value("2")
    expect(page.locator("#fold-axes .state")).to_have_text(
        "axis 1 at −0.40 SD, axis 2 at 2.00 SD"  # noqa: RUF001
    )
    page.locator("#axes-reset").click()
    heard(page, "v.axis_1 === 0 && v.axis_2 === 0")
    expect(page.locator("#axes-reset")).to_be_disabled()


def test_a_model_without_axes_says_so(page: Any, axes: Any, player: Kernel) -> None:
    player.session.load("bell")
    expect(axes).to_contain_text("This model has no such axes.")
    expect(page.locator("#fold-axes .state")).to_have_text("none in this model")
