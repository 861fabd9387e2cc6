"""What the page costs the server: how soon it is there, a knob's move, and how soon it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from statistics import median
from typing import TYPE_CHECKING

import httpx
from tests.bench.tool import TIMBREL

if TYPE_CHECKING:
    from pathlib import Path

MOVES = 300


def page(home: Path, model: str) -> dict[str, float]:
    """Seconds to its word that it is there, from then to the page, and to its end; ms a move.

    A move is a request and its answer, client and network of this machine included: what the
    server needs is less.
    """
    serve = ["serve", "--port", "0", "--osc-port", "0", "--no-open"]
    begun = time.perf_counter()
    child = subprocess.Popen(
        [*TIMBREL, *serve],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TIMBREL_HOME": str(home)},
    )
    assert child.stderr is not None
    found = (re.match(r"Page: (http://\S+)", line) for line in child.stderr)
    url = next(match[1] for match in found if match)
    said = time.perf_counter()
    with httpx.Client(base_url=url, timeout=60) as client:
        client.get("/").raise_for_status()
        shown = time.perf_counter()
        client.post("/api/session/load", json={"name": model}).raise_for_status()
        knob = client.get("/api/session").json()["controls"][0]["name"]
        taken = [_moved(client, knob, step / MOVES) for step in range(MOVES)]
    ended = time.perf_counter()
    child.send_signal(signal.SIGINT)
    child.wait(20)
    over = time.perf_counter()
    child.stderr.close()
    return {
        "start_s": said - begun,
        "page_s": shown - said,
        "move_ms": 1000 * median(taken),
        "end_s": over - ended,
    }


def _moved(client: httpx.Client, knob: str, value: float) -> float:
    begun = time.perf_counter()
    client.post("/api/session/move", json={knob: value}).raise_for_status()
    return time.perf_counter() - begun
