"""A patch for Pure Data 0.48 or newer: a slider for each knob, and the other addresses."""

from __future__ import annotations

# Beside its slider a knob hears timbrel-NAME-raw, -reset, -curve and -glide.
ENDS = {"raw": "param {}", "reset": "param {} reset", "curve": "automation {}"}
ENDS["glide"] = "automation {} glide"
VERBS = (
    *("subscribe", "unsubscribe", "ping", "version", "sessions", "params", "generate", "morph"),
    *("model", "model/list", "blend", "preset", "preset/save", "preset/list"),
    *("transport/start", "transport/stop", "transport/ahead", "transport/state"),
    *("transport/volume", "transport/loop", "transport/record", "transport/keep"),
    *("transport/recording", "train/start", "train/status", "train/stop", "train/pause"),
    *("train/go_on", "knob/1"),
    *("automation/list", "automation/clear", "learn", "unlearn", "controllers"),
)


class Patch:
    """The objects by number, and the cords between them."""

    def __init__(self) -> None:
        self.lines: list[str] = ["#N canvas 40 40 900 860 10;"]
        self.cords: list[str] = []
        self._count = 0

    def put(self, what: str) -> int:
        self.lines.append(f"{what};")
        self._count += 1
        return self._count - 1

    def cord(self, one: int, other: int, outlet: int = 0, inlet: int = 0) -> None:
        self.cords.append(f"#X connect {one} {outlet} {other} {inlet};")

    def text(self) -> str:
        return "\n".join([*self.lines, *self.cords, ""])


def pd(knobs: tuple[str, ...]) -> bytes:
    patch = Patch()
    says = "Timbrel by OSC: start timbrel serve \\, then subscribe. Values for a button: send to"
    patch.put(f"#X text 20 8 {says} timbrel-NAME")
    out, route = _line(patch)
    at = patch.put(f"#X obj 20 150 route {' '.join(knobs)}")
    patch.cord(route, at)
    for number, knob in enumerate(knobs):
        _slider(patch, number, knob, (at, out))
    for number, verb in enumerate(VERBS):
        _verb(patch, number, verb, out)
    return patch.text().encode()


def _line(patch: Patch) -> tuple[int, int]:
    """What goes out begins at the one, what comes in of knobs ends at the other."""
    out, trim = patch.put("#X obj 420 60 list prepend send"), patch.put("#X obj 420 80 list trim")
    net = patch.put("#X obj 420 100 netsend -u -b")
    begin, port = patch.put("#X obj 560 30 loadbang"), patch.put("#X obj 640 30 r timbrel-port")
    here = patch.put("#X msg 560 55 connect 127.0.0.1 7711")
    there = patch.put("#X msg 640 80 disconnect \\, connect 127.0.0.1 \\$1")
    for one, other in ((out, trim), (trim, net), (begin, here), (here, net)):
        patch.cord(one, other)
    patch.cord(port, there)
    patch.cord(there, net)
    heard = patch.put("#X obj 20 60 oscparse")
    plain, told = patch.put("#X obj 20 80 list trim"), patch.put("#X obj 140 100 print timbrel")
    route = patch.put("#X obj 20 100 route timbrel")
    main, param = patch.put("#X obj 20 115 route main"), patch.put("#X obj 20 130 route param")
    patch.cord(net, heard, 1)
    for one, other in ((heard, plain), (plain, told), (plain, route), (route, main), (main, param)):
        patch.cord(one, other)
    return out, param


def _slider(patch: Patch, number: int, knob: str, ends: tuple[int, int]) -> None:
    at, out = ends
    y = 190 + 45 * number
    unit = patch.put(f"#X obj {20 + 12 * number} {y - 20} route normalized")
    still = patch.put(f"#X msg 220 {y - 20} set \\$1")
    look = f"empty empty {knob} 4 7 0 12 -262144 -1 -1 0 1"
    slider = patch.put(f"#X obj 20 {y} hsl 180 15 0 1 0 0 {look}")
    given = patch.put(f"#X obj 220 {y} r timbrel-{knob}")
    path = patch.put(f"#X obj 20 {y + 18} oscformat timbrel main param {knob} normalized")
    patch.cord(at, unit, number)
    for one, other in ((unit, still), (still, slider), (given, slider)):
        patch.cord(one, other)
    patch.cord(slider, path)
    patch.cord(path, out)
    for place, (end, address) in enumerate(ENDS.items()):
        given = patch.put(f"#X obj {920 + 200 * place} {y} r timbrel-{knob}-{end}")
        path = patch.put(
            f"#X obj {920 + 200 * place} {y + 18} oscformat timbrel main {address.format(knob)}"
        )
        patch.cord(given, path)
        patch.cord(path, out)


def _verb(patch: Patch, number: int, verb: str, out: int) -> None:
    x, y = 420 + 240 * (number % 2), 150 + 48 * (number // 2)
    name = verb.replace("/", "-")
    button = patch.put(f"#X obj {x} {y} bng 15 250 50 0 empty empty {verb} 20 8 0 10 -1 -1 -1")
    word = "symbol normalized" if verb == "subscribe" else "list"
    nothing = patch.put(f"#X msg {x} {y + 18} {word}")
    given = patch.put(f"#X obj {x + 110} {y} r timbrel-{name}")
    path = patch.put(f"#X obj {x} {y + 36} oscformat timbrel main {verb.replace('/', ' ')}")
    for one, other in ((button, nothing), (nothing, path), (given, path), (path, out)):
        patch.cord(one, other)
