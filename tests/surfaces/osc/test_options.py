"""What a person asks of the OSC server as it is started: ports, and who may play."""

from __future__ import annotations

import socket
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from tests.surfaces.osc.serving import serving

from timbrel import Problem
from timbrel_cli.serve import serve
from timbrel_osc.packet import Message, bundle, encode, parse
from timbrel_osc.quota import EACH, Quota
from timbrel_osc.server import Osc, listening
from timbrel_osc.wire import PATTERN, cost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.surfaces.conftest import PlayAt, Player

    from timbrel import Kernel

PING, LEVEL = encode(Message("/timbrel/ping", (3,))), "/timbrel/main/param/level"


def own() -> str:
    """This machine's own address on its network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        try:
            udp.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        return udp.getsockname()[0]


OWN = own()
networked = pytest.mark.skipif(not OWN, reason="This machine has no address on a network")


@pytest.fixture
def afar() -> Iterator[socket.socket]:
    """One whose messages come from this machine's address on its network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind((OWN, 0))
        udp.settimeout(5)
        yield udp


def asked(kernel: Kernel, **given: Any) -> Kernel:
    """The kernel with the settings that such options of ``timbrel serve`` give."""
    kernel.settings |= serve(**given)
    return kernel


@networked
def test_from_a_network_only_those_are_heard_that_were_named(
    stage: Kernel, afar: socket.socket, play_at: PlayAt
) -> None:
    for allow, heard in [(["192.0.2.7"], False), (["192.0.2.7", OWN], True)]:
        kernel = asked(stage, osc_port=0, osc_listen="0.0.0.0", osc_allow=allow)
        with serving(kernel) as osc:
            afar.sendto(PING, (OWN, osc.port))
            player = play_at(osc.port)
            player.until_now()
            if heard:
                assert parse(afar.recv(4096)) == [Message("/timbrel/pong", (3,))]
            else:
                afar.setblocking(False)
                with pytest.raises(BlockingIOError):
                    afar.recv(4096)
                afar.settimeout(5)
                line = socket.create_connection((OWN, osc.port), 5, (OWN, 0))
                assert line.recv(10) == b""  # hung up
                line.close()


@networked
def test_feedback_goes_to_a_machine_that_was_named_and_to_no_other(
    stage: Kernel, afar: socket.socket, play_at: PlayAt
) -> None:
    kernel = asked(stage, osc_port=0, osc_listen="0.0.0.0", osc_allow=[OWN])
    port = afar.getsockname()[1]
    with serving(kernel) as osc:
        player = play_at(osc.port)
        player.send(Message("/timbrel/subscribe", (f"{OWN}:{port}", "normalized")))
        assert len(parse(afar.recv(4096))) == 3
        stage.session.move({"level": 1.0})
        assert parse(afar.recv(4096)) == [Message(f"{LEVEL}/normalized", (1.0,))]
        for where in ("192.0.2.9:9000", "evil.example:9000", ":9000"):
            assert play_at(osc.port).ask("/timbrel/subscribe", where)[0].values[1] == "input"
        afar.sendto(
            encode(Message("/timbrel/subscribe", (f"127.0.0.1:{player.own}",))), (OWN, osc.port)
        )
        [told] = parse(afar.recv(4096))
        assert told.address == "/timbrel/error" and "127.0.0.1" in str(told.values[2])


def test_beyond_this_machine_nobody_plays_unless_they_are_named(stage: Kernel) -> None:
    for given in ({"osc_listen": "0.0.0.0"}, {"osc_listen": "0.0.0.0", "osc_allow": ["all"]}):
        with pytest.raises(Problem):
            Osc().serve(asked(stage, osc_port=0, **given), Event())


def test_the_port_asked_for_is_the_one_it_has_by_udp_and_tcp(stage: Kernel) -> None:
    with listening(0, "127.0.0.1") as free:
        port = free.getsockname()[1]
    with serving(asked(stage), port) as osc:
        assert osc.port == port and osc.query_port not in (0, port)
        with socket.create_connection(("127.0.0.1", port), 5) as line:
            line.sendall(b"\xc0" + PING + b"\xc0")
            assert b"/timbrel/pong" in line.recv(4096)


def test_a_port_that_is_taken_for_tcp_alone_serves_udp(
    stage: Kernel, play_at: PlayAt, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(asked(stage), port) as osc:
            assert osc.port == port
            assert play_at(port).ask("/timbrel/ping", 5) == [Message("/timbrel/pong", (5,))]
    assert "and no TCP" in capsys.readouterr().err


@pytest.mark.parametrize("port", [65535, 65530])
def test_the_last_ports_there_are_can_be_asked_for(stage: Kernel, port: int) -> None:
    with serving(asked(stage), port) as osc:
        assert osc.port and osc.query_port


def test_a_pattern_weighs_as_much_as_twenty_messages() -> None:
    now = [10.0]
    quota = Quota(lambda: now[0])
    plain, wide = Message(LEVEL, (0.5,)), Message("/timbrel/main/param/*", (0.5,))
    assert (cost([plain] * 3), cost([wide]), cost([wide, plain]), cost([])) == (3, 20, 21, 1)
    heard = [quota.allows("a", cost([wide])) for _ in range(60)]
    assert heard == [True] * (EACH // PATTERN) + [False] * (60 - EACH // PATTERN)
    assert quota.allows("b", cost([wide]))
    now[0] = 11.0
    assert quota.allows("a")


def test_a_bundle_of_too_many_patterns_moves_nothing(stage: Kernel, player: Player) -> None:
    many = [Message("/timbrel/main/param/level*", (1.0,))] * (EACH // PATTERN + 1)
    player.throw(bundle(many))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.settimeout(5)
        other.sendto(PING, ("127.0.0.1", player.port))
        assert parse(other.recv(4096)) == [Message("/timbrel/pong", (3,))]
    assert stage.session.values["level"] == 0.5


@pytest.mark.parametrize("where", [70000, 0, -1, 9000.5, "9000x", "x:y", True])
def test_what_is_no_port_is_told(player: Player, where: float | str) -> None:
    [told] = player.ask("/timbrel/subscribe", where)
    assert told.values[:2] == ("/timbrel/subscribe", "input")


def test_a_port_may_be_a_float_and_a_button_is_none(player: Player, other: Player) -> None:
    player.send(Message("/timbrel/subscribe", (float(other.own),)))
    assert len(other.hear()) == 3
    player.send(Message("/timbrel/subscribe", (f"localhost:{other.own}", "raw")))
    assert len(other.hear()) == 3
    assert len(player.ask("/timbrel/subscribe", 1.0)) == 3
    player.send(Message("/timbrel/subscribe", (0.0,)))
    assert player.until_now() == []


def test_an_ended_server_leaves_its_port_to_the_next(stage: Kernel) -> None:
    with serving(asked(stage)) as first:
        port = first.port
    with serving(stage, port) as second:
        assert isinstance(second, Osc) and second.port == port
