"""``python -m tests.bench.output HOME MODEL [FOLDER]``: live sound on a sound card that is none.

It needs jackd (its driver 'dummy' stands for the card), and writes into HOME: give it a copy. With
a FOLDER of recordings: five minutes at 50 ms ahead while a training of them runs in a process of
its own; how often the sound broke off. Without: at 20 ms ahead, a hundred moves of a knob by OSC,
and the time from each datagram to the first sample that another program hears changed. That sample
is found by playing the model again, here, with all moves but the last: what is captured is the
same to the last bit, up to where the move is heard.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import islice, pairwise
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import numpy as np

from timbrel import start
from timbrel_osc.packet import Message, encode

if TYPE_CHECKING:
    from collections.abc import Iterator

RATE, PERIOD, BLOCK = 48000, 256, 512
JACK = ("jackd", "-n", "timbrel-bench", "-R", "-P", "70", "--no-mlock")
DUMMY = ("-d", "dummy", "-r", str(RATE), "-p", str(PERIOD))
MINUTES, AHEAD = 5.0, 50.0
MOVES, APART, QUICK, KNOB = 100, 0.25, 20.0, "warmth"
SEED, WARM = 7, 4.0  # seconds before the first move
NEXT = 16  # blocks by which an interruption is told from a move
RUN = (sys.executable, "-c", "from timbrel_cli import main; main()")


@contextmanager
def ended(*command: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A process that is interrupted at the end."""
    with subprocess.Popen(command, text=True, **options) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


class Server:
    """``timbrel serve --out default``, once it plays the model."""

    def __init__(self, process: subprocess.Popen[str], model: str) -> None:
        assert process.stderr is not None
        self.page, self.osc, self.said = "", 0, process.stderr
        while not (self.page and self.osc):
            line = self.said.readline()
            self.page = found[1] if (found := re.match(r"Page: (http://\S+/)", line)) else self.page
            self.osc = (
                int(found[1]) if (found := re.match(r"OSC: UDP port (\d+)", line)) else self.osc
            )
        Thread(target=lambda: [print(" ", line, end="") for line in self.said], daemon=True).start()
        self._wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.send("model/load", model)
        while self.facts()["state"] != "playing" or not self.output().get("rate"):
            time.sleep(0.2)

    def send(self, address: str, *values: Any) -> float:
        """When it was sent, in seconds of the monotonic clock."""
        data = encode(Message(f"/timbrel/main/{address}", values))
        now = time.monotonic()
        self._wire.sendto(data, ("127.0.0.1", self.osc))
        return now

    def facts(self) -> dict[str, Any]:
        with urlopen(f"{self.page}api/live") as answer:
            return json.load(answer)

    def output(self) -> dict[str, Any]:
        return next(iter(self.facts()["outputs"]), {})

    def counts(self) -> dict[str, int]:
        facts = self.facts()
        [output] = facts["outputs"]
        return {"underruns": facts["underruns"], **{k: output[k] for k in ("starved", "xruns")}}


def stood(server: Server, home: Path, folder: str, minutes: float) -> None:
    """Play while a training runs."""
    server.send("transport/ahead", AHEAD)
    time.sleep(5)
    command = [*RUN, "--home", str(home), "train", folder, "--name", "bench", "--minutes", "30"]
    before, began = server.counts(), time.monotonic()
    with ended(*command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as training:
        shown = before
        while time.monotonic() < began + 60 * minutes:
            time.sleep(1)
            now = server.counts()
            if now != shown:
                print(f"  {time.monotonic() - began:4.0f} s: {now}", flush=True)
            shown = now
        alive = training.poll() is None
    found = {name: shown[name] - before[name] for name in shown}
    print(f"{minutes:g} minutes at {AHEAD:g} ms ahead: {found}; the training {alive=}")
    print(f"load {os.getloadavg()[0]:.1f}", flush=True)


class Ear:
    """A program that hears what the server plays, and when."""

    def __init__(self, seconds: float) -> None:
        self.sound = np.zeros((int(seconds * RATE), 2), np.float32)
        self.times: list[tuple[int, float]] = []
        self.frames, self.lost = 0, 0

    def __enter__(self) -> Ear:
        import sounddevice

        [card] = [
            device["index"]
            for device in sounddevice.query_devices()
            if device["name"] == "PortAudio" and device["max_input_channels"] == 2
        ]
        facts = {"samplerate": RATE, "device": card, "channels": 2, "dtype": "float32"}
        self._stream = sounddevice.InputStream(**facts, latency="low", callback=self._hear)
        self._stream.start()
        return self

    def __exit__(self, *error: object) -> None:
        import sounddevice

        self._stream.close()
        sounddevice._terminate()  # it must not find the server gone at the end
        self.sound = self.sound[: self.frames]

    def _hear(self, sound: np.ndarray, frames: int, when: Any, status: Any) -> None:
        self.times.append((self.frames, time.monotonic()))
        self.lost += bool(status and status.input_overflow)
        kept = sound[: len(self.sound) - self.frames]
        self.sound[self.frames : self.frames + len(kept)] = kept
        self.frames += len(kept)

    def when(self, frame: int) -> float:
        """The time at which a frame began to sound: no callback comes before its time."""
        near = [t - at / RATE for at, t in self.times if abs(at - frame) < RATE // 5]
        return min(near) + frame / RATE


def moved(server: Server) -> tuple[Ear, list[float]]:
    """A hundred moves, from side to side, and what was heard."""
    server.send("transport/ahead", QUICK)
    time.sleep(2)
    rng, sent = np.random.default_rng(1), []
    with Ear(WARM + MOVES * (APART + 0.1) + 10) as ear:
        server.send("transport/start", SEED)
        time.sleep(WARM)
        for number in range(MOVES):
            sent.append(server.send(f"param/{KNOB}", side(number)))
            time.sleep(APART + rng.uniform(0, 0.02))
        time.sleep(0.5)
    print(f"after the moves: {server.counts()}, {ear.lost} blocks lost to the ear", flush=True)
    return ear, sent


class Trace:
    """What was heard, beside what the model plays with the moves that are known."""

    def __init__(self, home: Path, model: str, sound: np.ndarray) -> None:
        self._session = start(home=home).session
        self._session.load(model)
        self._heard, self._moves = sound, dict[int, float]()
        first = np.concatenate([block for _, block in islice(self._played(), 200)], axis=1)
        begin = self._place(first[:, RATE:], 0, len(sound))
        if begin is None:
            raise SystemExit("What was heard is not what the model plays.")
        self._begin = begin - RATE

    def moves(self, count: int) -> list[int]:
        """The frame at which each move is heard first; -1 where the sound broke off near it."""
        found: list[int] = []
        while len(found) < count:
            at, number, broken = self._differing()
            last = max(self._moves, default=-NEXT)
            if number - 1 <= last + NEXT // 2:  # in silence: it was moved before it was heard
                self._moves[last - 1] = self._moves.pop(last)
                continue
            self._moves[number - 1] = side(len(found))
            found.append(-1 if any(abs(at - one) < RATE // 4 for one in broken) else at)
        return found

    def _differing(self) -> tuple[int, int, list[int]]:
        """The first frame, and its block, that is not as it would be; and where it broke off."""
        begin, played, broken = self._begin, self._played(), list[int]()
        for number, block in played:
            at = begin + number * BLOCK
            if at < self._begin + RATE // 2:  # it fades in from what was played before
                continue
            heard = self._heard[at : at + BLOCK].T
            if heard.shape[1] < BLOCK:
                break
            apart = (heard != np.broadcast_to(block, heard.shape)).any(axis=0)
            if not apart.any():
                continue
            soon = np.concatenate([one for _, one in islice(played, NEXT)], axis=1)
            place = self._place(soon, at - RATE // 2, at + RATE)
            if place is None:
                return at + int(apart.argmax()), number, broken
            begin = place - (number + 1) * BLOCK
            broken.append(at)
        raise SystemExit(f"Only {len(self._moves)} moves were heard.")

    def _place(self, sound: np.ndarray, low: int, high: int) -> int | None:
        """The frame between those at which it was heard, to the last bit."""
        at = int(np.abs(sound[0, :-64]).argmax())
        window = sound[0, at : at + 64]
        low = max(low, 0)
        for here in low + np.flatnonzero(self._heard[low:high, 0] == window[0]):
            if np.array_equal(self._heard[here : here + 64, 0], window):
                return int(here) - at
        return None

    def _played(self) -> Iterator[tuple[int, np.ndarray]]:
        """Its blocks by their numbers, each (channels, BLOCK)."""
        self._session.move({KNOB: 0.0})
        stream, number = self._session.stream(3600, SEED), 0
        while True:
            if number in self._moves:
                self._session.move({KNOB: self._moves[number]})
            block = next(stream).samples
            assert block.shape[1] == BLOCK
            yield number, block
            number += 1


def side(number: int) -> float:
    """Where the knob goes with the move of a number, from 0."""
    return -0.5 if number % 2 else 0.5


def main() -> None:
    home, model, *rest = sys.argv[1:]
    os.environ |= {"JACK_DEFAULT_SERVER": "timbrel-bench", "XDG_RUNTIME_DIR": home}
    folder, minutes = (rest[0] if rest else ""), float(rest[1]) if len(rest) > 1 else MINUTES
    serve = [*RUN, "--home", home, "serve", "--out", "default", "--no-open"]
    ports = ["--port", "0", "--osc-port", "0"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with ended(*JACK, *DUMMY, **quiet):
        time.sleep(2)
        with ended(*serve, *ports, stderr=subprocess.PIPE) as process:
            server = Server(process, model)
            if folder:
                stood(server, Path(home), folder, minutes)
                return
            ear, sent = moved(server)
    np.savez(Path(home) / "heard.npz", sound=ear.sound, times=ear.times, sent=sent)
    frames = Trace(Path(home), model, ear.sound).moves(MOVES)
    late = [1000 * (ear.when(f) - at) for at, f in zip(sent, frames, strict=True) if f >= 0]
    print(f"{MOVES - len(late)} moves left out: the sound broke off near them")
    middle, most, worst = np.percentile(late, [50, 95, 100])
    gaps = [b - a for (_, a), (_, b) in pairwise(ear.times)]
    print(f"{KNOB} by OSC at {QUICK:g} ms ahead, to changed samples as heard: median {middle:.1f},")
    print(
        f"p95 {most:.1f}, most {worst:.1f} ms; longest pause of the ear {1000 * max(gaps):.1f} ms"
    )


if __name__ == "__main__":
    main()
