"""How soon the page is there and can be used, what a knob's move costs, and how soon it ends.

python -m tests.bench.page HOME MODEL [TIMES]
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from tests.bench.tool import TIMBREL

MOVES = 300
ARGS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]


def page(home: Path, model: str, browser: Any) -> dict[str, float]:
    """One start and end of ``timbrel serve`` on a home with a model, a browser looking on.

    Seconds to its word that it is there; from then until Make and a knob are on the screen; ms a
    move, client and network of this machine included; seconds from Ctrl-C to its end.
    """
    begun = time.perf_counter()
    child = _serving(home)
    url = _said(child)
    said = time.perf_counter()
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(url)
    tab.locator("#make").wait_for()
    tab.locator("timbrel-knob .grip").first.wait_for()
    usable = time.perf_counter()
    moves = _moves(url, model)
    ended = time.perf_counter()
    child.send_signal(signal.SIGINT)
    child.wait(20)
    over = time.perf_counter()
    context.close()
    return {
        "start_s": said - begun,
        "usable_s": usable - said,
        "move_ms": 1000 * median(moves),
        "end_s": over - ended,
    }


def _serving(home: Path) -> subprocess.Popen[str]:
    serve = ["serve", "--port", "0", "--osc-port", "0", "--no-open"]
    env = {**os.environ, "TIMBREL_HOME": str(home)}
    return subprocess.Popen([*TIMBREL, *serve], stderr=subprocess.PIPE, text=True, env=env)


def _said(child: subprocess.Popen[str]) -> str:
    found = (re.match(r"Page: (http://\S+)", line) for line in child.stderr or ())
    return next(match[1] for match in found if match)


def _moves(url: str, model: str) -> list[float]:
    with httpx.Client(base_url=url, timeout=60) as client:
        client.post("/api/session/load", json={"name": model}).raise_for_status()
        knob = client.get("/api/session").json()["controls"][0]["name"]
        return [_moved(client, knob, step / MOVES) for step in range(MOVES)]


def _moved(client: httpx.Client, knob: str, value: float) -> float:
    begun = time.perf_counter()
    client.post("/api/session/move", json={knob: value}).raise_for_status()
    return time.perf_counter() - begun


def main(home: str, model: str, times: str = "5") -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        for _ in range(int(times)):
            found = page(Path(home), model, browser)
            load = os.getloadavg()[0]
            print(*(f"{name} {took:.2f}" for name, took in found.items()), f"load {load:.1f}")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
