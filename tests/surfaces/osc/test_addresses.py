"""The whole address space, played through a real socket."""

from __future__ import annotations

import json
import socket
import struct
import time
from threading import Event
from typing import TYPE_CHECKING

import pytest

from timbrel_osc.framing import Lengths, Slip
from timbrel_osc.packet import Message, bundle, encode, parse
from timbrel_osc.schedule import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.surfaces.conftest import Player
    from tests.surfaces.osc.conftest import Before

    from timbrel import Kernel

PARAM = "/timbrel/main/param"


def later(seconds: float, *messages: Message) -> bytes:
    when = int((time.time() + seconds + EPOCH) * 2**32)
    parts = [encode(one) for one in messages]
    body = b"".join(struct.pack(">i", len(part)) + part for part in parts)
    return b"#bundle\0" + struct.pack(">Q", when) + body


def test_a_reset_brings_a_knob_to_its_rest_and_tells_where_that_is(
    stage: Kernel, player: Player
) -> None:
    stage.session.move({"level": 1.0})
    player.until_now()  # else that is told to who subscribes meanwhile
    player.ask("/timbrel/subscribe")
    player.send(Message(f"{PARAM}/level/reset"))
    assert player.hear() == [Message(f"{PARAM}/level", (0.5,))]
    player.send(Message(f"{PARAM}/level", (0.25,)), Message(f"{PARAM}/level/reset", (0,)))
    player.until_now()
    assert stage.session.values["level"] == 0.25


def test_a_pattern_reaches_every_knob_it_matches_as_one_move(
    stage: Kernel, player: Player, moves: list[dict[str, float]]
) -> None:
    player.send(Message(f"{PARAM}/{{pitch,level}}/norm*", (1.0,)))
    player.until_now()
    assert moves == [{"pitch": 2.0, "level": 1.0}]
    player.send(Message(f"{PARAM}/*/reset"))
    player.until_now()
    assert stage.session.values == {"pitch": 1.0, "level": 0.5, "air hiss": 0.0}


def test_a_pattern_loads_saves_and_renders_nothing(stage: Kernel, player: Player) -> None:
    for address in ("/timbrel/main/*", "/timbrel/main/*/load", "/*/*", "/timbrel/main/gen*"):
        [answer] = player.ask(address, "bell")
        assert answer.address == "/timbrel/error" and answer.values[1] == "missing"
    [answer] = player.ask(f"{PARAM}/[a", 1.0)
    assert answer.values[1] == "input"


def test_hostile_patterns_hold_nobody_else_up(player: Player, other: Player) -> None:
    for part in ("*" * 200 + "~", "{,a}" * 100, "*a" * 100 + "!", "[!~]*" * 80):
        other.throw(bundle([Message(f"{PARAM}/{part[:40]}", (1.0,))] * 40))
        other.throw(encode(Message(f"{PARAM}/{part}", (1.0,))))
    player.until_now()


def test_the_models_are_listed_loaded_and_asked_for(stage: Kernel, player: Player) -> None:
    assert player.ask("/timbrel/main/model/list") == [
        Message("/timbrel/main/model/list", ("bell",))
    ]
    assert player.ask("/timbrel/main/model") == [Message("/timbrel/main/model", ("bell",))]
    stage.session.move({"level": 1.0})
    load = "/timbrel/main/model/load"
    assert player.ask(load, "bell") == [Message(load, ("bell",))]
    assert stage.session.values["level"] == 0.5
    for number in (1, 1.0):
        assert player.ask(load, number) == [Message(load, ("bell",))]
    assert player.ask(load, 2)[0].values[1] == "missing"


def test_who_listens_is_told_of_another_model(
    bare: Kernel, tone: Callable[..., object], before: Before
) -> None:
    tone(bare, "bell")
    tone(bare, "gong", 220.0)
    bare.session.load("bell")
    with before(bare) as player:
        player.ask("/timbrel/subscribe")
        bare.session.load("gong")
        assert player.hear() == [Message("/timbrel/main/model", ("gong",))]


def test_a_blend_has_a_fader_for_each_of_its_models(
    bare: Kernel, tone: Callable[..., object], before: Before
) -> None:
    tone(bare, "bell")
    tone(bare, "low gong", 220.0)
    with before(bare) as player:
        assert player.ask("/timbrel/main/blend", "bell:0.25+low gong:1")[0].values
        player.send(Message("/timbrel/main/blend/low_gong", (0.5,)))
        player.until_now()
        assert bare.session.values["share_low gong"] == 0.5
        [told] = player.ask("/timbrel/main/blend")
        assert told.values == ("bell:0.25+low gong:0.5",)


def test_presets_are_kept_listed_and_recalled_by_name_and_by_number(
    trained: Kernel, before: Before
) -> None:
    at, session = "/timbrel/main/preset", trained.session
    session.load("bell")
    with before(trained) as player:
        session.move({"level": 0.25})
        assert player.ask(f"{at}/save", "soft") == [Message(f"{at}/save", ("soft",))]
        session.move({"level": 1.0})
        assert player.ask(f"{at}/save", "loud") == [Message(f"{at}/save", ("loud",))]
        assert player.ask(f"{at}/list") == [Message(f"{at}/list", ("loud", "soft"))]
        assert player.ask(f"{at}/load", "soft") == [Message(f"{at}/load", ("soft",))]
        assert session.values["level"] == 0.25
        assert player.ask(at) == [Message(at, ("soft",))]
        assert player.ask(f"{at}/load", 1) == [Message(f"{at}/load", ("loud",))]
        assert session.values["level"] == 1.0
        for wrong in ("nothing", 3, 0):
            assert player.ask(f"{at}/load", wrong)[0].values[1] == "missing"
        assert player.ask(f"{at}/save", "loud")[0].values[1] == "input"
        assert player.ask(f"{at}/save", "loud", 1)[0].values == ("loud",)


def test_a_fader_goes_from_one_preset_to_another(trained: Kernel, before: Before) -> None:
    session = trained.session
    session.load("bell")
    with before(trained) as player, before_all(trained, player):
        player.ask("/timbrel/subscribe")
        player.send(Message("/timbrel/main/morph", ("soft", "loud")))
        for position in (0.1, 0.9, 0.5):
            player.send(Message("/timbrel/main/morph", (position,)))
        while session.values["level"] != pytest.approx(0.6):
            player.hear()
        [told] = player.ask("/timbrel/main/morph")
        assert told.values == ("soft", "loud", 0.5)


def before_all(kernel: Kernel, player: Player):  # type: ignore[no-untyped-def]
    """Two presets, soft and loud."""
    from contextlib import nullcontext

    for name, level in (("soft", 0.2), ("loud", 1.0)):
        kernel.session.move({"level": level})
        player.ask("/timbrel/main/preset/save", name)
    return nullcontext()


def test_the_live_sound_is_started_silenced_and_asked_for(stage: Kernel, player: Player) -> None:
    at = "/timbrel/main/transport"
    assert player.ask(f"{at}/state")[0].values == ("resting", 0.0, 0, 0)
    listener = stage.live.listen()
    listener.tells = lambda: {"starved": 2, "xruns": 3}
    assert player.ask(f"{at}/state")[0].values[2:] == (0, 5)
    player.send(Message(f"{at}/panic", (0,)))
    player.until_now()
    assert stage.live.state != "silent"
    player.send(Message(f"{at}/panic"))
    assert player.ask(f"{at}/state")[0].values[0] == "silent"
    player.send(Message(f"{at}/start", (7,)))
    assert player.ask(f"{at}/state")[0].values[0] != "silent"
    assert stage.live.seed == 7
    player.send(Message(f"{at}/stop", (1.0,)))
    assert player.ask(f"{at}/state")[0].values[0] == "silent"
    assert player.ask(f"{at}/ahead", 10.0) == [Message(f"{at}/ahead", (20.0,))]
    assert player.ask(f"{at}/start", 1.5)[0].values[1] == "input"
    stage.live.leave(listener)


def test_what_is_played_is_recorded_and_kept(trained: Kernel, before: Before) -> None:
    trained.session.load("bell")
    at = "/timbrel/main/transport"
    with before(trained) as player:
        assert player.ask(f"{at}/recording")[0].values == ("", 0.0, "")
        assert "Nothing is being recorded" in str(player.ask(f"{at}/keep")[0].values[2])
        player.send(Message(f"{at}/record", (0,)))
        assert player.ask(f"{at}/recording")[0].values[0] == ""
        assert player.ask(f"{at}/record", 1)[0].values == ("bell-played.wav", 0.0, "")
        assert "recording already" in str(player.ask(f"{at}/record", 1)[0].values[2])
        came = Event()
        ear = trained.live.listen(came.set)
        while trained.live.recorder.seconds < 1:
            assert came.wait(20)
            came.clear()
        assert player.ask(f"{at}/recording")[0].values[1] == 1.0
        assert player.ask(f"{at}/keep")[0].address == "/timbrel/main/job"
        player.wait(60)
        [told] = player.hear()
    trained.live.leave(ear)
    assert told.address == "/timbrel/main/render" and told.values[0] == "bell-played.wav"
    assert (trained.places.renders / "bell-played.wav").is_file()


def test_a_take_is_made_and_comes_back_with_the_word_it_was_asked_by(
    trained: Kernel, before: Before
) -> None:
    trained.session.load("bell")
    with before(trained) as player:
        player.send(Message("/timbrel/main/automation/level", ("0:0,0.1:1",)))
        [job] = player.ask("/timbrel/main/generate", 0.2, 3, "intro")
        assert job.address == "/timbrel/main/job"
        player.wait(60)  # the libraries that measure and write are loaded first
        [made] = player.hear()
    assert made.address == "/timbrel/main/render" and made.values[2] == "intro"
    assert made.values[1] == pytest.approx(0.2)
    [path] = trained.places.renders.glob("*.wav")
    assert made.values[0] == path.name
    assert '"seed": 3' in path.with_name(f"{path.name}.json").read_text()
    assert '"level"' in path.with_name(f"{path.name}.json").read_text().partition('"motion"')[2]


def test_takes_are_loops_while_that_is_asked_for(trained: Kernel, before: Before) -> None:
    trained.session.load("bell")
    at = "/timbrel/main/transport/loop"
    with before(trained) as player:
        assert player.ask(at) == [Message(at, (0,))]
        player.send(Message(at, (1.0,)))
        assert player.ask(at) == [Message(at, (1,))]
        player.ask("/timbrel/main/generate", 0.5, 3)
        player.wait(60)
        player.hear()
        player.wait(5)
        player.send(Message(at, (0,)))
        assert player.ask(at) == [Message(at, (0,))]
        assert player.ask(at, "yes")[0].values[1] == "input"
    [sidecar] = trained.places.renders.glob("*.json")
    assert json.loads(sidecar.read_text())["loop"]


def test_a_take_that_cannot_be_is_told_to_its_sender(trained: Kernel, before: Before) -> None:
    with before(trained) as player:
        assert player.ask("/timbrel/main/generate")[0].values[:2] == (
            "/timbrel/main/generate",
            "input",
        )
        trained.session.load("bell")
        for values in ((0.0,), (1, 2, 3), ("a", "b"), (1.0, -4)):
            assert player.ask("/timbrel/main/generate", *values)[0].values[1] == "input"


def test_a_knob_glides_until_a_hand_is_laid_on_it(stage: Kernel, player: Player) -> None:
    at = "/timbrel/main/automation"
    player.ask("/timbrel/subscribe")
    player.send(Message(f"{at}/level/glide", (1.0, 0.05)))
    while player.hear() != [Message(f"{PARAM}/level", (1.0,))]:
        pass
    player.send(Message(f"{at}/level/glide", (0.0, 3600.0)))
    player.until_now()
    stage.session.move({"level": 0.75}, origin="http")
    player.until_now()
    assert stage.session.values["level"] == 0.75


def test_curves_are_kept_asked_for_listed_and_cleared(player: Player) -> None:
    at = "/timbrel/main/automation"
    player.send(Message(f"{at}/air_hiss", ("sine,rate=1,depth=1",)))
    assert player.ask(f"{at}/air_hiss")[0].values == ("sine,rate=1,depth=1",)
    assert player.ask(f"{at}/list")[0].values == ("air_hiss",)
    player.send(Message(f"{at}/clear"))
    assert player.ask(f"{at}/list")[0].values == ()


def test_a_bundle_waits_for_its_time_and_nothing_else_does(
    stage: Kernel, player: Player, other: Player
) -> None:
    player.throw(later(0.3, Message(f"{PARAM}/level", (1.0,)), Message(f"{PARAM}/pitch", (2.0,))))
    player.throw(later(3600.0, Message(f"{PARAM}/level", (0.0,))))
    player.until_now()
    assert stage.session.values["level"] == 0.5
    other.ask("/timbrel/subscribe")
    assert [one.values for one in other.hear()] == [(1.0,), (2.0,)]
    player.throw(later(-5.0, Message(f"{PARAM}/level", (0.25,))))
    player.until_now()
    assert stage.session.values["level"] == 0.25


@pytest.mark.parametrize("kind", [Slip, Lengths])
def test_the_same_is_played_over_tcp(stage: Kernel, player: Player, kind: type[Slip]) -> None:
    with socket.create_connection(("127.0.0.1", player.port), 5) as tcp:
        reader, heard = kind(), list[Message]()

        def hear(count: int) -> list[Message]:
            while len(heard) < count:
                for data in reader.taken(tcp.recv(4096)):
                    heard.extend(parse(data))
            taken = heard[:count]
            del heard[:count]
            return taken

        tcp.sendall(kind.framed(encode(Message("/timbrel/subscribe"))))
        assert len(hear(3)) == 3
        whole = kind.framed(encode(Message(f"{PARAM}/level", (7.0,))))
        tcp.sendall(whole[:5])
        tcp.sendall(whole[5:])
        assert hear(1) == [Message(f"{PARAM}/level", (1.0,))]
        stage.session.move({"pitch": 2.0})
        assert hear(1) == [Message(f"{PARAM}/pitch", (2.0,))]


def test_nonsense_on_a_line_ends_it_and_no_other(player: Player) -> None:
    with (
        socket.create_connection(("127.0.0.1", player.port), 5) as bad,
        socket.create_connection(("127.0.0.1", player.port), 5) as good,
    ):
        bad.sendall(b"\0\1\0\0")
        assert bad.recv(10) == b""
        good.sendall(Slip.framed(encode(Message("/timbrel/ping", (3,)))))
        [pong] = Slip().taken(good.recv(4096))
        assert parse(pong) == [Message("/timbrel/pong", (3,))]
