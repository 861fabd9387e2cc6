"""Played by Open Sound Control, through a real socket."""

from __future__ import annotations

import contextlib
import select
import shutil
import socket
import struct
import subprocess
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle import OscBundle
from pythonosc.osc_message import OscMessage

from timbrel_osc.feedback import LEASE, MOST, Feedback
from timbrel_osc.packet import DEEPEST, Message, Refused, bundle, encode, parse
from timbrel_osc.quota import EACH, Quota
from timbrel_osc.server import Osc

if TYPE_CHECKING:
    from tests.surfaces.conftest import PlayAt, Player

    from timbrel import Kernel

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=40)
ADDRESSES = st.from_regex(r"(/[a-zA-Z0-9_.:-]{1,12}){1,6}", fullmatch=True)
VALUES = st.one_of(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(width=32, allow_nan=False, allow_infinity=False),
    st.booleans(),
    WORDS,
)
MESSAGES = st.builds(Message, ADDRESSES, st.lists(VALUES, max_size=16).map(tuple), st.just(1))


@given(MESSAGES)
def test_what_is_encoded_is_parsed_to_the_same(message: Message) -> None:
    assert parse(encode(message)) == [message]


@given(st.lists(MESSAGES, max_size=8))
def test_a_bundle_gives_its_messages_in_order(messages: list[Message]) -> None:
    data = bundle(messages)
    if len(data) <= 4096:
        assert parse(data) == messages


@given(MESSAGES)
def test_another_codec_reads_what_is_encoded(message: Message) -> None:
    theirs = OscMessage(encode(message))
    assert theirs.address == message.address
    assert tuple(theirs.params) == message.values


def test_another_codec_reads_bundles() -> None:
    theirs = OscBundle(bundle([Message("/a", (1.5,)), Message("/b", (2,))]))
    assert [content.address for content in theirs] == ["/a", "/b"]  # type: ignore[attr-defined]


@given(st.binary(max_size=300))
def test_any_bytes_give_messages_or_are_refused(data: bytes) -> None:
    for head in (b"", b"#bundle\0", b"/a\0\0,"):
        try:
            parse(head + data)
        except Refused:
            continue


@given(st.lists(MESSAGES, min_size=1, max_size=3), st.data())
def test_a_damaged_datagram_gives_messages_or_is_refused(
    messages: list[Message], data: st.DataObject
) -> None:
    whole = bytearray(bundle(messages))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Refused):
        parse(bytes(whole[: data.draw(st.integers(0, len(whole)))]))


def nested(depth: int) -> bytes:
    data = encode(Message("/a"))
    for _ in range(depth):
        data = b"#bundle\0" + struct.pack(">Qi", 1, len(data)) + data
    return data


HOSTILE = {
    "empty": b"",
    "too large": encode(Message("/a", ("x" * 500,) * 9)),
    "too many": bundle([Message("/a")] * 65),
    "size -4": b"#bundle\0" + struct.pack(">Qi", 1, -4) + encode(Message("/a")),
    "size 0": b"#bundle\0" + struct.pack(">Qi", 1, 0),
    "size too large": b"#bundle\0" + struct.pack(">Qi", 1, 4096) + encode(Message("/a")),
    "nested": nested(DEEPEST + 1),
    "not a number": encode(Message("/a", (float("nan"),))),
    "infinite": encode(Message("/a", (float("inf"),))),
    "infinite double": b"/a\0\0,d\0\0" + struct.pack(">d", float("-inf")),
    "cut off": encode(Message("/a", (1.0,)))[:-4],
    "left over": encode(Message("/a", (1.0,))) + b"\0\0\0\0",
    "unknown type": b"/a\0\0,Sf\0abc\0" + struct.pack(">f", 0.5),
    "blob": b"/a\0\0,b\0\0\0\0\0\4abcd",
    "no comma": b"/a\0\0ff\0\0" + bytes(8),
    "no slash": encode(Message("abc")),
    "control characters": encode(Message("/a", ("a\x1b[2J",))),
    "not UTF-8": b"/a\0\0,s\0\0\xff\xff\xff\0",
    "no end": b"/aaaaaaa",
    "too many values": encode(Message("/a", (1,) * 17)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_do_harm_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        parse(HOSTILE[name])


def test_bundles_within_bundles_are_read_to_a_depth() -> None:
    assert parse(nested(DEEPEST)) == [Message("/a")]


def test_a_sender_has_its_share_of_each_second() -> None:
    now = [10.0]
    quota = Quota(lambda: now[0])
    assert [quota.allows("a") for _ in range(EACH + 1)] == [True] * EACH + [False]
    assert quota.allows("b")
    now[0] = 11.0
    assert quota.allows("a")


def test_moves_are_told_at_most_fifty_times_a_second_and_the_last_one_surely(
    stage: Kernel,
) -> None:
    now, sent = [0.0], []
    feedback = Feedback(lambda data, peer: sent.extend(parse(data)), lambda: now[0])
    feedback.join(("x", 1), ("x", 1), unit=False)
    for step in range(100):
        now[0] = step / 1000
        stage.session.move({"level": step / 100})
        feedback.mark(["level"])
        feedback.flush(stage.session)
    now[0] = 1.0
    feedback.flush(stage.session)
    assert 5 <= len(sent) <= 7
    assert sent[-1].values == (pytest.approx(0.99),)


def test_a_listener_who_is_silent_for_a_minute_is_forgotten(stage: Kernel) -> None:
    now, sent = [0.0], []
    feedback = Feedback(lambda data, peer: sent.append(peer), lambda: now[0])
    feedback.join(("x", 1), ("x", 1), unit=False)
    feedback.join(("x", 2), ("x", 2), unit=False)
    now[0] = LEASE - 1
    feedback.renew(("x", 2))
    now[0] = LEASE + 1
    feedback.mark(["level"])
    feedback.flush(stage.session)
    assert sent == [("x", 2)]


def test_a_machine_that_somebody_else_named_is_kept_by_its_own_messages(stage: Kernel) -> None:
    now, sent = [0.0], []
    feedback = Feedback(lambda data, peer: sent.append(peer), lambda: now[0])
    feedback.join(("here", 1), ("tablet", 9000), unit=False, machine="tablet")
    now[0] = LEASE - 1
    feedback.renew(("tablet", 5))
    now[0] = LEASE + 1
    feedback.mark(["level"])
    feedback.flush(stage.session)
    assert sent == [("tablet", 9000)]


def test_only_so_many_may_listen(player: Player, play_at: PlayAt) -> None:
    others = [play_at(player.port) for _ in range(MOST)]
    for other in others:
        assert other.ask("/timbrel/subscribe")[0].address.startswith("/timbrel/main/param")
    assert player.ask("/timbrel/subscribe")[0].values[1] == "unavailable"


def test_a_datagram_moves_a_knob(stage: Kernel, player: Player) -> None:
    player.send(Message("/timbrel/main/param/pitch", (1.5,)))
    player.until_now()
    assert stage.session.values["pitch"] == 1.5


def test_the_normalized_twin_takes_0_to_1(stage: Kernel, player: Player) -> None:
    player.send(Message("/timbrel/main/param/pitch/normalized", (0.5,)))
    player.until_now()
    assert stage.session.values["pitch"] == 1.25


def test_a_float_of_seven_digits_is_shown_as_it_was_meant(stage: Kernel, player: Player) -> None:
    player.send(Message("/timbrel/main/param/level", (0.33,)))
    player.until_now()
    assert stage.session.values["level"] == 0.33


def test_an_address_without_a_value_is_a_question(player: Player) -> None:
    assert player.ask("/timbrel/main/param/level") == [Message("/timbrel/main/param/level", (0.5,))]
    assert player.ask("/timbrel/main/param/air_hiss/normalized") == [
        Message("/timbrel/main/param/air_hiss/normalized", (0.5,))
    ]


def test_all_knobs_can_be_asked_for_at_once(player: Player) -> None:
    assert [message.values for message in player.ask("/timbrel/main/params")] == [
        (1.0,),
        (0.5,),
        (0.0,),
    ]


def test_a_ping_is_answered_with_its_number(player: Player) -> None:
    assert player.ask("/timbrel/ping", 42) == [Message("/timbrel/pong", (42,))]


def test_who_subscribes_hears_what_others_move_but_no_echo(
    stage: Kernel, player: Player, other: Player
) -> None:
    for one in (player, other):
        assert len(one.ask("/timbrel/subscribe")) == 3
    player.send(Message("/timbrel/main/param/level", (0.75,)))
    assert other.hear() == [Message("/timbrel/main/param/level", (0.75,))]
    assert player.until_now() == []
    stage.session.move({"level": 0.25}, origin="http")
    assert player.hear() == other.hear() == [Message("/timbrel/main/param/level", (0.25,))]


def test_a_corrected_value_is_told_to_its_sender_too(player: Player, other: Player) -> None:
    for one in (player, other):
        one.ask("/timbrel/subscribe")
    player.send(Message("/timbrel/main/param/level", (7.0,)))
    corrected = [Message("/timbrel/main/param/level", (1.0,))]
    assert player.hear() == other.hear() == corrected
    player.send(Message("/timbrel/main/param/level/normalized", (-0.5,)))
    assert player.hear() == other.hear() == [Message("/timbrel/main/param/level", (0.0,))]


def test_feedback_goes_to_the_port_and_in_the_range_asked_for(
    stage: Kernel, player: Player, other: Player
) -> None:
    player.send(Message("/timbrel/subscribe", (other.own, "normalized")))
    assert other.hear()[0] == Message(
        "/timbrel/main/param/pitch/normalized", (struct.unpack("f", struct.pack("f", 1 / 3))[0],)
    )
    stage.session.move({"pitch": 2.0}, origin="mcp")
    assert other.hear() == [Message("/timbrel/main/param/pitch/normalized", (1.0,))]
    player.send(Message("/timbrel/main/param/pitch", (0.5,)))
    assert other.until_now() == []


def test_answers_go_to_the_port_that_was_named_too(player: Player, other: Player) -> None:
    """What Max and TouchOSC send from is not what they listen on."""
    player.send(Message("/timbrel/subscribe", (other.own,)))
    other.hear()
    player.send(Message("/timbrel/main/param/level"))
    assert other.hear() == [Message("/timbrel/main/param/level", (0.5,))]
    player.send(Message("/timbrel/main/nothing"))
    assert other.hear()[0].address == "/timbrel/error"
    player.send(Message("/timbrel/unsubscribe"))
    assert player.ask("/timbrel/ping", 1) == [Message("/timbrel/pong", (1,))]


def test_who_subscribes_twice_from_two_ports_is_told_once(
    stage: Kernel, player: Player, other: Player, play_at: PlayAt
) -> None:
    third = play_at(player.port)
    for one in (player, other):
        one.send(Message("/timbrel/subscribe", (third.own,)))
        assert len(third.hear()) == 3
    stage.session.move({"level": 0.25})
    assert third.hear() == [Message("/timbrel/main/param/level", (0.25,))]
    assert third.until_now() == []


def test_who_unsubscribes_hears_no_more(stage: Kernel, player: Player) -> None:
    player.ask("/timbrel/subscribe")
    player.send(Message("/timbrel/unsubscribe"))
    player.until_now()
    stage.session.move({"pitch": 2.0})
    assert player.until_now() == []


def test_a_bundle_is_one_move(player: Player, moves: list[dict[str, float]]) -> None:
    player.send(
        Message("/timbrel/main/param/pitch", (1.5,)),
        Message("/timbrel/main/param/level", (0.25,)),
        Message("/timbrel/main/param/level", (0.75,)),
    )
    player.until_now()
    assert moves == [{"pitch": 1.5, "level": 0.75}]


def test_what_cannot_be_done_is_told_to_its_sender(player: Player) -> None:
    for address, values, kind in [
        ("/timbrel/main/param/nope", (1.0,), "missing"),
        ("/timbrel/main/param/level", ("loud",), "input"),
        ("/timbrel/main/param/level", (1.0, 2.0), "input"),
        ("/timbrel/nothing", (), "missing"),
        ("/timbrel/main/load", ("gong",), "missing"),
        ("/timbrel/main/load", ("../../etc",), "input"),
        ("/timbrel/main/load", (1.5,), "input"),
        ("/timbrel/subscribe", (0,), "input"),
    ]:
        [answer] = player.ask(address, *values)
        assert answer.address == "/timbrel/error"
        assert answer.values[:2] == (address, kind), answer


def test_other_instruments_and_answers_are_left_alone(player: Player) -> None:
    for address in ("/1/fader3", "/timbrel/error", "/timbrel/pong"):
        player.send(Message(address, (1.0,)))
    assert player.until_now() == []


def test_a_model_is_loaded_by_its_name(stage: Kernel, player: Player) -> None:
    stage.session.move({"level": 1.0})
    assert player.ask("/timbrel/main/load", "bell") == [Message("/timbrel/main/load", ("bell",))]
    assert stage.session.values["level"] == 0.5


def test_nothing_hostile_stops_it(stage: Kernel, player: Player, other: Player) -> None:
    for data in HOSTILE.values():
        other.throw(data)
    player.send(Message("/timbrel/main/param/level", (0.125,)))
    player.until_now()
    assert stage.session.values["level"] == 0.125


def test_a_taken_port_gives_way_to_the_next(stage: Kernel, player: Player, capsys) -> None:  # type: ignore[no-untyped-def]
    stage.settings["osc_port"] = player.port
    surface, stop = Osc(), Event()
    thread = Thread(target=surface.serve, args=(stage, stop))
    stop.set()
    thread.start()
    thread.join(5)
    assert surface.port not in (0, player.port)
    assert f"{player.port} is taken" in capsys.readouterr().err


@pytest.mark.skipif(not shutil.which("oscsend"), reason="oscsend (liblo-tools) is not installed")
def test_oscsend_moves_a_knob(stage: Kernel, player: Player) -> None:
    for kind, value, expected in [("f", "0.25", 0.25), ("d", "0.75", 0.75), ("i", "1", 1.0)]:
        send = ["oscsend", "localhost", str(player.port), "/timbrel/main/param/level"]
        subprocess.run([*send, kind, value], check=True)
        player.until_now()
        assert stage.session.values["level"] == expected


@pytest.mark.skipif(not shutil.which("oscdump"), reason="oscdump (liblo-tools) is not installed")
def test_oscdump_shows_feedback(stage: Kernel, player: Player) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    dump = subprocess.Popen(["oscdump", "-L", str(port)], stdout=subprocess.PIPE, text=True)
    assert dump.stdout is not None
    try:
        while not select.select([dump.stdout], [], [], 0.1)[0]:  # until it listens
            player.send(Message("/timbrel/subscribe", (port, "normalized")))
        stage.session.move({"pitch": 0.5})
        assert any("pitch/normalized f 0.000000" in line for line in dump.stdout)
    finally:
        dump.kill()
        dump.wait()
        dump.stdout.close()
