"""``python -m tests.bench.performance HOME MODEL OTHER``: a minute played live, rendered again.

A server plays the model; 520 moves of its knobs come by UDP within 60 s, a blend with the other
model, a panic and a new seed among them, and all of it is recorded. Then, in this process, it is
rendered from its recipe alone: whether each sample is the same, and how quickly.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import socket
import sys
import time
from pathlib import Path
from typing import Any

import httpx
from tests.surfaces.test_serve import Served

from timbrel import Kernel, offers, start
from timbrel_osc.packet import Message, encode, parse

SECONDS, MOVES = 60.0, 520  # some come while nothing sounds and are no part of it
MAIN = "/timbrel/main"


class Hand:
    """One who plays by OSC."""

    def __init__(self, port: int) -> None:
        self._udp, self._to = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), ("127.0.0.1", port)
        self._udp.bind(("127.0.0.1", 0))
        self._udp.settimeout(1)

    def send(self, address: str, *values: float | str) -> None:
        self._udp.sendto(encode(Message(address, values)), self._to)

    def ask(self, address: str, *values: float | str) -> Message:
        """The answer, however long it takes."""
        while True:
            self.send(address, *values)
            with contextlib.suppress(TimeoutError, ConnectionError):
                return parse(self._udp.recv(65536))[0]


def free() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        return int(udp.getsockname()[1])


def knobs(kernel: Kernel, spec: str) -> list[str]:
    session = kernel.new_session()
    session.load(spec)
    return [c.name.replace(" ", "_") for c in session.controls.values() if not c.inert]


def played(hand: Hand, kernel: Kernel, model: str, other: str) -> None:
    """All the moves, at even distances."""
    names, chance, begun = knobs(kernel, model), random.Random(1), time.monotonic()
    for number in range(MOVES):
        time.sleep(max(begun + number * SECONDS / MOVES - time.monotonic(), 0))
        hand.send(f"{MAIN}/param/{chance.choice(names)}/normalized", chance.random())
        match number:
            case 150:
                hand.send(f"{MAIN}/blend", f"{model}:0.6+{other}:0.4")
                names = knobs(kernel, f"{model}+{other}")
            case 300:
                hand.send(f"{MAIN}/transport/panic")
            case 310:
                hand.send(f"{MAIN}/transport/start", 7)
            case 400:
                hand.send(f"{MAIN}/model/load", other)
                names = knobs(kernel, other)
    time.sleep(max(begun + SECONDS - time.monotonic(), 0))


def performed(kernel: Kernel, model: str, other: str) -> Path:
    """The take of a performance on a server of its own."""
    port = free()
    server = Served(kernel.places.home, "--osc-port", str(port))
    hand = Hand(port)
    hand.ask("/timbrel/ping")
    hand.ask(f"{MAIN}/model/load", model)
    told = httpx.post(f"{server.url}api/live_record", timeout=60).json()
    while httpx.get(f"{server.url}api/live").json()["state"] != "playing":
        time.sleep(0.2)
    played(hand, kernel, model, other)
    while (facts := httpx.get(f"{server.url}api/live").json())["recording"]["seconds"] < SECONDS:
        time.sleep(0.1)  # what came too late made the sound go on later
    before = time.monotonic()
    job = httpx.post(f"{server.url}api/live_keep", timeout=60).json()["id"]
    while httpx.get(f"{server.url}api/jobs/{job}").json()["state"] != "done":
        time.sleep(0.1)
    took = time.monotonic() - before
    server.interrupted()
    print(
        f"{facts['underruns']} underruns; kept within {took:.1f} s; load {os.getloadavg()[0]:.1f}"
    )
    return Path(told["path"])


def again(kernel: Kernel, facts: dict[str, Any]) -> None:
    """Render it from its recipe and hold it against what was recorded."""
    parts, before = facts["score"]["parts"], time.monotonic()
    performance = kernel.performance(facts["score"], facts["frames"])
    performance.load(kernel.new_session)
    sound, frames = hashlib.sha256(), 0
    for block in performance.play():
        sound.update(block.samples.T.astype("<f4").tobytes())
        frames += block.frames
    took, seconds = time.monotonic() - before, frames / facts["rate"]
    lead = -min(0, *(part["first"] for part in parts)) / facts["rate"]
    moves = sum(len(part["at"]) for part in parts)
    same = sound.hexdigest() == facts["quality"]["sound"]
    print(f"{seconds:.1f} s, {moves} moves in {len(parts)} parts, begun {lead:.1f} s before")
    print(
        f"rendered again in {took:.1f} s: {(seconds + lead) / took:.1f} times as quick as it sounds"
    )
    print("the same, sample for sample" if same else "NOT THE SAME")
    sys.exit(not same)


def main() -> None:
    home, model, other = sys.argv[1:]
    kernel = start(home=Path(home))
    path = performed(kernel, model, other)
    explain, reproduce = (kernel.host.find(offers.Action, n).run for n in ("explain", "reproduce"))
    told = reproduce(kernel, path, check=True).result()
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB; timbrel reproduce: {told['says']}")
    again(kernel, explain(kernel, path)["recipe"])


if __name__ == "__main__":
    main()
