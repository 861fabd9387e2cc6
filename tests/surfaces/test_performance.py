"""A performance on a real server: moved by UDP, heard by a websocket, kept, made again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
import soundfile
from tests.surfaces.test_serve import WITHIN, Served
from websockets.sync.client import connect

from timbrel import Card, Kernel, offers, start
from timbrel_osc.packet import Message
from timbrel_web.sound import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.surfaces.conftest import PlayAt, Player

MOVES = 500
RATE = 48000
CODE = """
import numpy as np
from timbrel import Audio, Control, hookimpl, offers

class Gust(offers.Model):
    rate, channels, controls = 48000, 2, (Control("level"), Control("width"))

    def render(self, values, frames, seed):
        rng = np.random.default_rng(seed)
        while True:
            sound = 0.5 * values["level"] * rng.uniform(-1, 1, (2, 333))
            sound[1] *= values["width"]
            yield Audio(sound.astype("f4"), self.rate)

class Gusts(offers.Family):
    name, says = "gusts", "Noise by its seed"

    def load(self, folder):
        return Gust()

@hookimpl
def families():
    return [Gusts()]
"""


def prepared(home: Path) -> Kernel:
    kernel = start(home=home)
    for name in ("wind", "rain"):
        draft = kernel.registry.draft()
        (draft / "gust").write_text(name)
        kernel.registry.add(Card(name, "gusts", sounds=1, seconds=1.0), draft)
    return kernel


def free() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        return int(udp.getsockname()[1])


@contextlib.contextmanager
def serving(home: Path, port: int) -> Iterator[Served]:
    server = Served(home, "--osc-port", str(port))
    try:
        yield server
    finally:
        server.child.kill()
        server.child.wait()
        server.rest.join()
        assert server.child.stderr is not None
        server.child.stderr.close()


def there(player: Player) -> None:
    """Wait until it answers: its socket is bound a little after the page's."""
    player.wait(0.5)
    while True:
        with contextlib.suppress(TimeoutError, ConnectionError):
            player.ask("/timbrel/ping")
            break
    player.wait(WITHIN)


def performed(player: Player, url: str) -> dict[int, bytes]:
    """The blocks heard, by their first frames, while a move goes out at each."""
    chance, main, sent = random.Random(1), "/timbrel/main", 0
    heard: dict[int, bytes] = {}
    with connect(f"{url.replace('http', 'ws')}api/live/sound") as live:
        while sent < MOVES:
            data = live.recv()
            if not isinstance(data, bytes):
                continue
            heard[HEAD.unpack(data[: HEAD.size])[6]] = data[HEAD.size :]
            knob = chance.choice(["level", "width"])
            player.send(Message(f"{main}/param/{knob}", (chance.random(),)))
            sent += 1
            match sent:
                case 100:
                    player.send(Message(f"{main}/blend", ("wind:0.6+rain:0.4",)))
                case 200:
                    player.send(Message(f"{main}/transport/panic"))
                case 210:
                    player.send(Message(f"{main}/transport/start", (7,)))
                case 350:
                    player.send(Message(f"{main}/model/load", ("rain",)))
    return heard


@contextlib.contextmanager
def recording(home: Path, play_at: PlayAt) -> Iterator[tuple[Served, Player]]:
    """A server that plays the model wind and records it, and a controller before it."""
    port = free()
    prepared(home)
    with serving(home, port) as server:
        player = play_at(port)
        there(player)
        player.ask("/timbrel/main/model/load", "wind")
        assert player.ask("/timbrel/main/transport/record")[0].values[0] == "wind-played.wav"
        yield server, player


def run(kernel: Kernel, verb: str, *given: Any, **options: Any) -> dict[str, Any]:
    answer = kernel.host.find(offers.Action, verb).run(kernel, *given, **options)
    return answer if isinstance(answer, dict) else answer.result(WITHIN)


def test_what_was_heard_is_what_is_rendered_again(
    tmp_path: Path, stranger: Callable[..., Path], play_at: PlayAt
) -> None:
    home = tmp_path / "home"
    stranger("gusts", CODE)
    with recording(home, play_at) as (server, player):
        heard = performed(player, server.url)
        kept = httpx.post(f"{server.url}api/live_keep", timeout=WITHIN)
        assert kept.status_code == 202
        ended(server.url, kept.json()["id"])
    kernel = start(home=home)
    [item] = run(kernel, "history_list")["items"]
    path = Path(item["path"])
    facts = json.loads(path.with_name(f"{path.name}.json").read_text())
    parts = facts["score"]["parts"]
    assert {part["model"] for part in parts} == {"wind", "wind+rain", "rain"}
    # On a busy machine blocks come in bunches, and of two moves within one the later counts.
    assert sum(len(part["at"]) for part in parts) > 0.2 * MOVES
    assert run(kernel, "reproduce", path, check=True)["same_samples"]
    performance = kernel.performance(facts["score"], facts["frames"])
    performance.load(kernel.new_session)
    sound = np.concatenate([block.samples.T for block in performance.play()])
    assert hashlib.sha256(sound.tobytes()).hexdigest() == facts["quality"]["sound"]
    assert found(heard, sound) > 0.98 * len(heard)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_a_server_that_ends_while_it_records_keeps_what_was_played(
    tmp_path: Path, stranger: Callable[..., Path], play_at: PlayAt
) -> None:
    home = tmp_path / "home"
    stranger("gusts", CODE)
    with recording(home, play_at) as (server, _):
        with connect(f"{server.url.replace('http', 'ws')}api/live/sound") as live:
            first, here = -1, 0
            while first < 0 or here - first < RATE:
                data = live.recv()
                here = HEAD.unpack(data[: HEAD.size])[6] if isinstance(data, bytes) else here
                first = here if first < 0 and isinstance(data, bytes) else first
        assert server.interrupted() == 0
        assert not [line for line in server.said if "Traceback" in line]
    kernel = start(home=home)
    [item] = run(kernel, "history_list")["items"]
    assert item["name"] == "wind-played.wav" and item["seconds"] >= 1 and not item["missing"]
    assert soundfile.info(item["path"]).frames >= RATE
    assert run(kernel, "reproduce", Path(item["path"]))["same_rendering"]


def ended(url: str, job: str) -> None:
    with httpx.Client() as client, client.stream("GET", f"{url}api/jobs/{job}/events") as told:
        assert any('"done"' in line for line in told.iter_lines())


def found(heard: dict[int, bytes], sound: np.ndarray) -> int:
    """How many of the blocks are in the sound, all at the same distance from it."""
    blocks = {first: np.frombuffer(data, "f4").reshape(-1, 2) for first, data in heard.items()}
    loud = next(first for first, block in blocks.items() if np.abs(block).max() > 0.1)
    size = len(blocks[loud])
    starts = range(0, len(sound) - size, size)
    [here] = [at for at in starts if np.array_equal(sound[at : at + size], blocks[loud])]
    moved = ((at - loud + here, block) for at, block in blocks.items())
    return sum(np.array_equal(sound[at : at + size], block) for at, block in moved if at >= 0)
