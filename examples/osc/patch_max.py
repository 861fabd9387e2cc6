"""A patch for Max 8 or newer, as the text that it reads."""

from __future__ import annotations

import json
from typing import Any

VERBS = (
    *("subscribe normalized", "params", "generate 10. 1 take", "preset/list", "preset/load 1"),
    *("model/list", "transport/start", "transport/stop", "transport/state", "automation/clear"),
    *("transport/volume 0.5", "transport/volume 1.", "transport/loop 1", "transport/loop 0"),
    *("transport/record", "transport/keep", "learn brightness", "controllers", "train/status"),
)
PORT, BACK = 7711, 9001


class Patcher:
    def __init__(self) -> None:
        self.boxes: list[Any] = []
        self.lines: list[Any] = []

    def put(self, kind: str, text: str, x: int, y: int, ports: tuple[int, int] = (1, 1)) -> str:
        own = f"obj-{len(self.boxes) + 1}"
        box: dict[str, Any] = {"id": own, "maxclass": kind, "numinlets": ports[0]}
        box |= {"numoutlets": ports[1], "patching_rect": [x, y, 200, 22]}
        if text:
            box["text"] = text
        if ports[1]:
            box["outlettype"] = [""] * ports[1]
        self.boxes.append({"box": box})
        return own

    def cord(self, one: str, other: str, outlet: int = 0) -> None:
        ends = {"source": [one, outlet], "destination": [other, 0]}
        self.lines.append({"patchline": ends})


def max_patch(knobs: tuple[str, ...]) -> bytes:
    patch = Patcher()
    out = patch.put("newobj", f"udpsend 127.0.0.1 {PORT}", 20, 700, (1, 0))
    heard = patch.put("newobj", f"udpreceive {BACK}", 320, 20)
    told = patch.put("newobj", "print timbrel", 560, 60, (1, 0))
    patch.cord(heard, told)
    paths = " ".join(f"/timbrel/main/param/{knob}/normalized" for knob in knobs)
    route = patch.put("newobj", f"route {paths}", 320, 60, (1, len(knobs) + 1))
    patch.cord(heard, route)
    for number, knob in enumerate(knobs):
        y = 100 + 44 * number
        still = patch.put("newobj", "prepend set", 320, y)
        dial = patch.put("flonum", "", 20, y, (1, 2))
        path = patch.put("newobj", f"prepend /timbrel/main/param/{knob}/normalized", 90, y)
        patch.cord(route, still, number)
        for one, other in ((still, dial), (dial, path), (path, out)):
            patch.cord(one, other)
    for number, verb in enumerate(VERBS):
        told_where = verb.replace("subscribe", f"subscribe {BACK}")
        button = patch.put("message", f"/timbrel/main/{told_where}", 560, 100 + 30 * number, (2, 1))
        patch.cord(button, out)
    version = {"major": 8, "minor": 5, "revision": 5, "architecture": "x64", "modernui": 1}
    facts = {"fileversion": 1, "appversion": version, "rect": [60, 80, 900, 780]}
    return json.dumps(
        {"patcher": {**facts, "boxes": patch.boxes, "lines": patch.lines}}, indent=1
    ).encode()
