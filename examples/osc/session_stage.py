"""A session for Open Stage Control: start it with --send 127.0.0.1:7711 --load this file."""

from __future__ import annotations

import json
from typing import Any

BUTTONS = {
    "subscribe": ("subscribe", ["normalized"]),
    "play": ("transport/start", []),
    "panic": ("transport/panic", []),
    "record": ("transport/record", []),
    "keep": ("transport/keep", []),
    "make": ("generate", [10.0]),
    "presets": ("preset/list", []),
}


def stage(knobs: tuple[str, ...]) -> bytes:
    widgets: list[dict[str, Any]] = []
    faders = {knob: f"param/{knob}/normalized" for knob in knobs}
    faders["live-volume"] = "transport/volume"
    for number, (name, end) in enumerate(faders.items()):
        place = {"left": 10 + 80 * number, "top": 40, "width": 70, "height": 380}
        address = f"/timbrel/main/{end}"
        fader = {"type": "fader", "id": name, "label": name, "address": address, **place}
        widgets.append({**fader, "range": {"min": 0, "max": 1}, "doubleTap": True})
    for number, (name, (verb, values)) in enumerate(BUTTONS.items()):
        place = {"left": 10 + 130 * number, "top": 440, "width": 120, "height": 60}
        button = {"type": "button", "id": name, "label": name, "mode": "tap", **place}
        widgets.append({**button, "address": f"/timbrel/main/{verb}", "preArgs": values})
    root = {"type": "root", "id": "root", "widgets": widgets, "tabs": []}
    return json.dumps({"version": "1.26.0", "type": "session", "content": root}, indent=1).encode()
