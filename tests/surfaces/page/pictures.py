"""Draws the page for the docs: python -m tests.surfaces.page.pictures HOME [ROOM ...].

HOME is a Timbrel home with a model or more; it is copied, nothing in it changes. Each room is drawn
light and dark, 1440 and 820 pixels wide, into docs/images/page-ROOM-LOOK-WIDTH.png.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright
from tests.serving import serving

from timbrel import start
from timbrel_web.server import Web

IMAGES = Path(__file__).parents[3] / "docs/images"
ROOMS = ("Play", "Live", "Collect", "Train", "Shelf", "Everything")
LOOKS: tuple[Any, ...] = ("light", "dark")
WIDTHS = {1440: 900, 820: 1100}
ARGS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
SOUNDED = 6000  # ms for live sound to be seen
SETTLED = 1500  # ms for pictures, fonts and curves to be there


def main(home: Path, rooms: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        with serving(start(copy), web := Web()):
            _draw(web.url, rooms)


def _draw(url: str, rooms: tuple[str, ...]) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        for look in LOOKS:
            for width, height in WIDTHS.items():
                size: Any = {"width": width, "height": height}
                tab = browser.new_page(viewport=size, color_scheme=look)
                tab.goto(url)
                tab.locator("timbrel-play").wait_for()
                for room in rooms:
                    _shown(tab, room)
                    name = f"page-{room.lower()}-{look}-{width}.png"
                    tab.screenshot(path=IMAGES / name, full_page=True)
                    _smaller(IMAGES / name)
                    print(name)
                    if room == "Live":
                        tab.locator("#live").click()
                tab.close()
        browser.close()


def _smaller(path: Path) -> None:
    """256 colours: a third of the size, and nobody sees it."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256).save(path, optimize=True)


def _shown(tab: Any, room: str) -> None:
    tab.get_by_role("tab", name=room, exact=True).click()
    if room == "Play":
        tab.locator("#make").click()
        tab.locator("#make:not([aria-busy=true])").wait_for()
        tab.locator("timbrel-play audio#sound").wait_for(state="attached")
    if room == "Live":
        tab.locator("#live").click()
        tab.wait_for_timeout(SOUNDED)
    tab.wait_for_timeout(SETTLED)
    for saying in tab.get_by_role("button", name="Close this").all():
        saying.click()


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or ROOMS)
