"""The page in a real Chromium, served from a real kernel in this process."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from tests.serving import serving

from timbrel_web.server import Web

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from timbrel import Kernel

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
LAPTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for the tests of a module: its loop would be in the way of other modules'."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def player(trained: Kernel) -> Kernel:
    """The kernel that is served: every plugin, and the model 'bell' of one partial, loaded.

    A test module that needs another one has a fixture ``player`` of its own.
    """
    trained.session.load("bell")
    return trained


@pytest.fixture
def served(player: Kernel) -> Iterator[Web]:
    """The page on a free port; ``served.url`` is where."""
    with serving(player, web := Web()):
        yield web


@pytest.fixture
def context(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    """A browser that has never been here: ``context.new_page()`` is another tab of it."""
    made = chromium.new_context(viewport=LAPTOP, accept_downloads=True)
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context: Any, served: Web) -> Iterator[Any]:
    """The page, open and linked. A script's error or a call to another host fails the test."""
    tab = context.new_page()
    wrongs = watched(tab, served.url)
    tab.goto(served.url)
    tab.locator("timbrel-header header").wait_for()
    yield tab
    assert wrongs == []


def watched(tab: Any, url: str) -> list[str]:
    """What goes wrong on a page from now on, in words; to be found empty at the end."""
    wrongs: list[str] = []
    ours = urlsplit(url).netloc
    tab.on("pageerror", lambda error: wrongs.append(f"script: {error}"))
    tab.on("console", lambda message: wrongs.extend(_complaint(message)))
    tab.on("request", lambda request: wrongs.extend(_abroad(request.url, ours)))
    return wrongs


def _complaint(message: Any) -> list[str]:
    """An error on the console, but for the browser's own word of an answer that is a Problem."""
    if message.type != "error":
        return []
    answer = message.text.startswith("Failed to load resource: the server responded")
    if answer and "/api/" in message.location.get("url", ""):
        return []
    return [f"console: {message.text} ({message.location.get('url', '')})"]


def _abroad(url: str, ours: str) -> list[str]:
    at = urlsplit(url)
    inside = at.scheme in ("data", "blob", "about") or at.netloc == ours
    return [] if inside else [f"called another host: {url}"]
