"""The page as a whole: it opens, and asks nobody but its own server."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

ROOMS = ["Play", "Live", "Collect", "Train", "Shelf", "Everything"]


def test_the_page_opens_with_all_its_rooms(page: Any) -> None:
    tabs = page.get_by_role("tab")
    for room in ROOMS:
        expect(tabs.filter(has_text=room).first).to_be_visible()
