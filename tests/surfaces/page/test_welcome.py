"""The Play room where there is no model yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from timbrel import Kernel


@pytest.fixture
def player(kernel: Kernel) -> Kernel:
    """With nothing on the shelf."""
    return kernel


def test_the_room_says_what_timbrel_is_and_offers_two_ways_to_begin(page: Any) -> None:
    page.get_by_role("tab", name="Play", exact=True).click()
    welcome = page.locator("timbrel-welcome")
    expect(welcome).to_contain_text("your own recordings")
    expect(page.locator("#make")).to_be_hidden()
    page.locator("#bring").click()
    collect = page.get_by_role("tab", name="Collect", exact=True)
    expect(collect).to_have_attribute("aria-selected", "true")


def test_the_demo_tells_how_far_it_is_and_can_be_stopped(page: Any) -> None:
    page.get_by_role("tab", name="Play", exact=True).click()
    page.locator("#demo").click()
    expect(page.locator("timbrel-welcome progress")).to_be_visible()
    expect(page.locator("timbrel-welcome .demo")).to_contain_text("…")
    page.locator("#stop-demo").click()
    expect(page.locator("#demo")).to_be_enabled(timeout=120_000)
    expect(page.locator("timbrel-welcome .demo")).to_be_hidden()
