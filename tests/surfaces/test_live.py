"""The live sound over its websocket, and by its actions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from timbrel import Kernel, hookimpl, offers
from timbrel_play.live import ahead, panic, start, status, volume
from timbrel_web.app import build
from timbrel_web.guard import Guard
from timbrel_web.sound import HEAD, MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS = "http://127.0.0.1:7860"
ADDRESS = f"{OURS.replace('http', 'ws')}/api/live/sound"
RATE = 8000


@pytest.fixture
def client(stage: Kernel) -> Iterator[TestClient]:
    class Verbs:
        @hookimpl
        def actions(self) -> list[offers.Action]:
            return [offers.Action(verb, "live") for verb in (start, panic, ahead, volume, status)]

    stage.host.add(Verbs(), "live")
    with TestClient(Guard(build(stage), 7860), OURS) as client:
        yield client


def told(socket: Any, **wanted: Any) -> None:
    """Wait until it stands so."""
    while True:
        message = socket.receive()
        if message.get("text") is not None:
            facts = json.loads(message["text"])
            if wanted.items() <= facts.items():
                return


def heard(socket: Any, frames: int) -> tuple[int, np.ndarray]:
    """The number of the first frame, and so many and more (channels, frames)."""
    first, parts, have = -1, [], 0
    while have < frames:
        data = socket.receive().get("bytes")
        if not data:
            continue
        mark, count, channels, rate, _, lost, number = HEAD.unpack(data[: HEAD.size])
        assert (mark, channels, rate, lost) == (MARK, 2, RATE, 0)
        assert first < 0 or number == first + have
        parts.append(np.frombuffer(data[HEAD.size :], np.float32).reshape(count, channels).T)
        first, have = number if first < 0 else first, have + count
    return first, np.concatenate(parts, axis=1)


def test_what_comes_over_the_socket_is_the_stream_of_the_session(
    stage: Kernel, client: TestClient
) -> None:
    with client.websocket_connect(ADDRESS) as socket:
        first, sound = heard(socket, RATE // 2)
    stream = np.concatenate([b.samples for b in stage.session.stream(10.0)], axis=1)[0]
    assert first == 0
    for side in sound:
        assert np.array_equal(side[RATE // 20 :], stream[RATE // 20 : sound.shape[1]])


def test_two_listeners_hear_the_same(client: TestClient) -> None:
    with client.websocket_connect(ADDRESS) as one, client.websocket_connect(ADDRESS) as two:
        later, there = heard(two, 2000)
        begun, here = heard(one, later + there.shape[1])
        assert begun == 0
        assert np.array_equal(here[:, later : later + there.shape[1]], there)
        assert client.get("/api/live").json()["listeners"] == 2


def test_a_panic_silences_every_listener_and_a_start_ends_it(client: TestClient) -> None:
    with client.websocket_connect(ADDRESS) as socket:
        heard(socket, 2000)
        answer = client.post("/api/live_panic").json()
        assert answer["state"] == "silent" and "Silent" in answer["says"]
        told(socket, state="silent")
        heard(socket, 2000)
        _, silence = heard(socket, 1000)
        assert not silence.any()
        assert client.post("/api/live_start", json={"seed": 3}).json()["seed"] == 3
        told(socket, state="playing", seed=3)
        heard(socket, 2000)
        _, sound = heard(socket, 1000)
        assert np.abs(sound).max() > 0.4


def test_a_knob_is_heard_and_a_move_of_the_buffer_is_told(
    stage: Kernel, client: TestClient
) -> None:
    with client.websocket_connect(ADDRESS) as socket:
        heard(socket, 2000)
        answer = client.post("/api/live_ahead", json={"milliseconds": 300}).json()
        assert answer["ahead"] == 150 and "150 ms" in answer["says"]
        told(socket, ahead=150)
        stage.session.move({"level": 0.0})
        heard(socket, 3 * RATE // 2)
        assert not heard(socket, 1000)[1].any()


def test_the_volume_is_heard_told_and_kept_within_its_bounds(
    stage: Kernel, client: TestClient
) -> None:
    with client.websocket_connect(ADDRESS) as socket:
        heard(socket, RATE // 2)
        answer = client.post("/api/live_volume", json={"volume": 0.5}).json()
        assert answer["volume"] == 0.5 and "0.5" in answer["says"]
        told(socket, volume=0.5)
        heard(socket, 3 * RATE // 2)
        assert np.abs(heard(socket, RATE // 4)[1]).max() == pytest.approx(0.125, abs=0.01)
    assert client.post("/api/live_volume", json={"volume": 3}).json()["volume"] == 1
    assert stage.live.volume.value == 1


def test_how_it_stands_is_told_with_nobody_listening(stage: Kernel, client: TestClient) -> None:
    facts = client.get("/api/live").json()
    assert facts["state"] == "resting" and facts["model"] == "bell" and facts["underruns"] == 0
    assert "room Live" in client.post("/api/live_status").json()["says"]


def test_an_output_of_the_machine_is_told_of_wherever_the_sound_is(
    stage: Kernel, client: TestClient
) -> None:
    card = {"name": "Speakers", "rate": 48000, "problem": "", "starved": 2, "xruns": 1}
    listener = stage.live.listen()
    listener.tells = lambda: card
    assert client.get("/api/live").json()["outputs"] == [card]
    says = client.post("/api/live_status").json()["says"]
    assert "On Speakers, 48000 Hz: it broke off 2 times, the card was late 1 times." in says
    card["problem"] = "The sound output is gone."
    assert card["problem"] in client.post("/api/live_status").json()["says"]
    with client.websocket_connect(ADDRESS) as socket:
        told(socket, outputs=[card])
    stage.live.leave(listener)


def test_another_site_hears_nothing(client: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(ADDRESS, headers={"Origin": "http://evil.example"}),
    ):
        pass


def test_one_who_has_left_is_no_listener(stage: Kernel, client: TestClient) -> None:
    with client.websocket_connect(ADDRESS) as socket:
        heard(socket, 1000)
        thread = stage.live._thread
    assert thread is not None
    thread.join(20)
    assert stage.live.state == "resting"
