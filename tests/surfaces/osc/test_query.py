"""The address space over HTTP, values over WebSocket, and how far all of it reaches."""

from __future__ import annotations

import http.client
import json
import socket
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from tests.surfaces.osc.serving import serving
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from timbrel import Problem
from timbrel_osc.announce import announced
from timbrel_osc.packet import Message, encode, parse
from timbrel_osc.reach import Reach, reach
from timbrel_osc.server import Osc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timbrel import Kernel

LEVEL = "/timbrel/main/param/level"


@pytest.fixture
def osc(bare: Kernel, tone: Callable[..., object]) -> Iterator[Osc]:
    tone(bare, "bell")
    tone(bare, "gong", 220.0)
    bare.session.load("bell")
    with serving(bare) as osc:
        yield osc


def get(osc: Osc, path: str, **headers: str) -> tuple[int, Any]:
    line = http.client.HTTPConnection("127.0.0.1", osc.query_port, timeout=20)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    return answer.status, json.loads(body) if body else None


def test_the_tree_tells_every_knob_with_its_range_and_value(osc: Osc) -> None:
    status, root = get(osc, "/")
    assert status == 200
    main = root["CONTENTS"]["timbrel"]["CONTENTS"]["main"]["CONTENTS"]
    pitch = main["param"]["CONTENTS"]["pitch"]
    assert pitch["RANGE"] == [{"MIN": 0.5, "MAX": 2.0}] and pitch["VALUE"] == [1.0]
    assert (pitch["TYPE"], pitch["ACCESS"], pitch["CLIPMODE"]) == ("f", 3, ["both"])
    assert pitch["FULL_PATH"] == "/timbrel/main/param/pitch"
    assert pitch["CONTENTS"]["normalized"]["RANGE"] == [{"MIN": 0, "MAX": 1}]
    assert main["model"]["VALUE"] == ["bell"]
    assert main["transport"]["CONTENTS"]["panic"]["ACCESS"] == 2
    volume, loop = (main["transport"]["CONTENTS"][name] for name in ("volume", "loop"))
    assert volume["VALUE"] == [1.0] and volume["RANGE"] == [{"MIN": 0, "MAX": 1}]
    assert loop["VALUE"] == [0] and loop["TYPE"] == "i"
    assert main["morph"]["VALUE"] == ["", "", 0.5] and main["morph"]["TYPE"] == "ssf"
    assert {"start", "status", "stop"} <= set(main["train"]["CONTENTS"])


def test_a_part_or_one_attribute_can_be_asked_for(osc: Osc) -> None:
    assert get(osc, LEVEL)[1]["VALUE"] == [0.5]
    assert get(osc, f"{LEVEL}?VALUE") == (200, {"VALUE": [0.5]})
    assert get(osc, "/timbrel?VALUE") == (204, None)
    assert get(osc, f"{LEVEL}?COLOUR") == (400, None)
    assert get(osc, "/timbrel/main/param/nope") == (404, None)
    info = get(osc, "/?HOST_INFO")[1]
    assert info["OSC_PORT"] == osc.port and info["EXTENSIONS"]["LISTEN"] is True


def test_no_page_of_the_web_may_ask(osc: Osc) -> None:
    assert get(osc, "/", Host="evil.example")[0] == 403
    assert get(osc, "/", Origin="https://evil.example")[0] == 403
    assert get(osc, "/", Origin="null")[0] == 403
    assert get(osc, "/", Host=f"localhost:{osc.query_port}")[0] == 200
    with pytest.raises(InvalidStatus), connect(at(osc), origin="https://evil.example"):  # type: ignore[arg-type]
        pass


def at(osc: Osc) -> str:
    return f"ws://127.0.0.1:{osc.query_port}/"


def test_who_listens_hears_what_moves_and_no_echo_but_a_correction(bare: Kernel, osc: Osc) -> None:
    with connect(at(osc)) as line:
        line.send("nonsense")
        line.send(json.dumps({"COMMAND": "LISTEN", "DATA": LEVEL}))
        line.send(encode(Message("/timbrel/ping", (1,))))
        assert parse(line.recv(20)) == [Message("/timbrel/pong", (1,))]  # type: ignore[arg-type]
        bare.session.move({"pitch": 2.0, "level": 0.25}, origin="http")
        assert parse(line.recv(20)) == [Message(LEVEL, (0.25,))]  # type: ignore[arg-type]
        line.send(encode(Message(LEVEL, (0.75,))))
        line.send(encode(Message(LEVEL, (7.0,))))
        assert parse(line.recv(20)) == [Message(LEVEL, (1.0,))]  # type: ignore[arg-type]
        line.send(json.dumps({"COMMAND": "IGNORE", "DATA": LEVEL}))
        line.send(encode(Message("/timbrel/ping", (2,))))
        assert parse(line.recv(20)) == [Message("/timbrel/pong", (2,))]  # type: ignore[arg-type]
        bare.session.move({"level": 0.5})
        bare.session.load("gong")
        told = line.recv(20)
        assert json.loads(told) == {"COMMAND": "PATH_CHANGED", "DATA": "/timbrel/main"}


def test_nonsense_over_http_ends_no_server(osc: Osc) -> None:
    for path in ("/%00", "/%ff", "//", "/..", "/timbrel/main/param/*", "/?", "/?HOST_INFO=1&x"):
        assert get(osc, path)[0] in (200, 404)
    for data in (b"\0" * 2000, b"POST / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" * 300):
        with socket.create_connection(("127.0.0.1", osc.query_port), 20) as line:
            line.sendall(data)
    assert get(osc, "/")[0] == 200


def test_beyond_this_machine_only_those_that_are_named_are_heard() -> None:
    assert reach({}) == Reach() and not Reach().beyond
    far = reach({"osc_listen": "0.0.0.0", "osc_allow": ["192.168.1.20"]})
    assert far.beyond and far.admits("192.168.1.20") and far.admits("127.0.0.1")
    assert not far.admits("192.168.1.21")
    for wrong in (
        {"osc_listen": "0.0.0.0"},
        {"osc_listen": "evil.example", "osc_allow": ["192.168.1.20"]},
        {"osc_listen": "0.0.0.0", "osc_allow": ["all"]},
    ):
        with pytest.raises(Problem):
            reach(wrong)


def test_this_machine_alone_is_announced_to_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    with announced(Reach(), 7711, 7712):
        assert capsys.readouterr().err == ""


def test_an_address_of_another_machine_is_said_to_be_none(bare: Kernel) -> None:
    bare.settings |= {"osc_listen": "203.0.113.9", "osc_allow": ["203.0.113.10"]}
    with pytest.raises(Problem):
        Osc().serve(bare, Event())
