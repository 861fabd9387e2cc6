"""Draws the layouts of this folder anew, for the knobs of the model that you have loaded.

    timbrel serve
    python examples/osc/draw.py http://127.0.0.1:7712 my-layouts

It needs nothing but Python. Without an address it draws for the knobs that most models have.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from urllib.request import urlopen

from layout_touchosc import touchosc
from patch_max import max_patch
from patch_pd import pd
from pattern_reaper import reaper
from session_stage import stage

KNOBS = (
    *("brightness", "warmth", "roughness", "texture", "tension", "density"),
    *("pulse", "rhythm", "space", "variation"),
)
FILES = {
    "timbrel.pd": pd,
    "timbrel.maxpat": max_patch,
    "timbrel.tosc": touchosc,
    "timbrel.session.json": stage,
    "Timbrel.ReaperOSC": reaper,
}


def knobs(url: str) -> tuple[str, ...]:
    """The names of the knobs, as they stand in addresses, by OSCQuery."""
    with urlopen(f"{url.rstrip('/')}/timbrel/main/param", timeout=10) as answer:
        return tuple(json.load(answer)["CONTENTS"])


def draw(names: tuple[str, ...], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawn in FILES.items():
        (folder / name).write_bytes(drawn(names))


if __name__ == "__main__":
    url, place = (*sys.argv[1:], "", "")[:2]
    draw(knobs(url) if url else KNOBS, Path(place or Path(__file__).parent))
