"""A stage: a kernel with one small plugin, whose model 'bell' is loaded."""

from __future__ import annotations

import socket
from pathlib import Path  # noqa: TC003  surfaces read the actions' annotations
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
import pytest
import soundfile

from timbrel import Audio, Card, Control, Job, Kernel, Problem, hookimpl, hooks, offers
from timbrel.host import Host
from timbrel_osc.packet import Message, bundle, encode, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    PlayAt = Callable[[int], "Player"]

BLOCK = 400  # samples
CONTROLS = (
    Control("pitch", 0.5, 2.0, 1.0, "x", "How high it sounds", safe=(0.8, 1.25)),
    Control("level", 0.0, 1.0, 0.5, "", "How loud it sounds"),
    Control("air hiss", -1.0, 1.0, 0.0, "", "Breath", inert="This model has no breath."),
)


class Bell(offers.Model):
    rate, channels, controls = 8000, 1, CONTROLS

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
        for first in range(0, frames, BLOCK):
            time = np.arange(first, min(first + BLOCK, frames), dtype=np.float32) / self.rate
            wave = values["level"] * np.sin(2 * np.pi * 440 * values["pitch"] * time)
            yield Audio(wave[None].astype(np.float32), self.rate)


class Tone(offers.Family):
    name, says = "tone", "A sine"

    def load(self, folder: Path) -> offers.Model:
        return Bell()


class Direct(offers.Mapper):
    name, says = "knobs", "The model's own controls"

    def front(self, model: offers.Model, card: Card) -> Sequence[Control]:
        return model.controls

    def resolve(self, values: Mapping[str, float], model: offers.Model) -> Mapping[str, float]:
        return values


class Wav(offers.Exporter):
    name, says, needs = "wav", "WAV file", ("soundfile",)

    def write(self, take: Any, path: Path, values: Mapping[str, float]) -> None:
        soundfile.write(path, take.audio().samples.T, take.rate)


class Absent(offers.Exporter):
    name, says, needs = "gone", "Needs what nobody has", ("timbrel_no_such_library",)


def generate(
    kernel: Kernel,
    model: Annotated[str, "The model to play."],
    *,
    duration: Annotated[float, "Seconds."] = 0.1,
    set_: Annotated[list[str] | None, "Knobs, as name=value."] = None,
    out: Annotated[Path | None, "The file to write."] = None,
) -> dict[str, Any]:
    """Render a new sound.

    The knobs stand where the session has them.
    """
    kernel.registry.card(model)
    if kernel.session.name != model:
        kernel.session.load(model)
    if set_:
        pairs = (pair.partition("=") for pair in set_)
        kernel.session.move({name: float(value) for name, _, value in pairs})
    path = out or kernel.places.free(kernel.places.renders, model, ".wav")
    kernel.session.save(kernel.session.make(duration), path)
    return {"says": f"Wrote {path.name}.", "path": str(path), "peak": float("nan")}


def count(
    kernel: Kernel,
    steps: Annotated[int, "How many."] = 3,
    *,
    way: Annotated[Literal["up", "forever", "wrong", "broken"], "Which way."] = "up",
) -> Job:
    """Count for a while."""

    def work(job: Job) -> dict[str, Any]:
        if way == "wrong":
            raise Problem("It cannot count.", "Buy it an abacus.")
        if way == "broken":
            raise RuntimeError("a secret")
        step = 0
        while job.advance(min(step / steps, 1.0), f"{step}", loss=float("inf")):
            step += 1
            if way == "up" and step > steps:
                break
        return {"says": f"Counted to {step}.", "steps": step}

    return kernel.jobs.start("count", work)


def show(kernel: Kernel, name: Annotated[str, "Which one."]) -> dict[str, Any]:
    """Show a model."""
    card = kernel.registry.card(name)
    return {"says": f"{card.name} is a {card.family}.", "name": card.name}


def delete(kernel: Kernel, name: Annotated[str, "Which one."]) -> dict[str, Any]:
    """Delete a model."""
    return {"says": f"{name} lies in the trash.", "at": str(kernel.registry.remove(name))}


def learn(
    kernel: Kernel, folder: Annotated[str, "A folder, or a dataset.", offers.PLACE]
) -> dict[str, Any]:
    """Learn from a place."""
    return {"says": f"Learnt from {folder}."}


def fail(kernel: Kernel) -> dict[str, Any]:
    """Fail as a mistake does."""
    raise RuntimeError("a secret")


def full(kernel: Kernel) -> dict[str, Any]:
    """Fail as a full disk does."""
    raise Problem("The disk is full.", "Make room.", "unavailable")


class Plugin:
    @hookimpl
    def families(self) -> Sequence[offers.Family]:
        return [Tone()]

    @hookimpl
    def mappers(self) -> Sequence[offers.Mapper]:
        return [Direct()]

    @hookimpl
    def exporters(self) -> Sequence[offers.Exporter]:
        return [Wav(), Absent()]

    @hookimpl
    def actions(self) -> Sequence[offers.Action]:
        return [
            offers.Action(generate),
            offers.Action(count),
            offers.Action(show, "models", reads=True),
            offers.Action(delete, "models", destroys=True),
            offers.Action(learn),
            offers.Action(fail),
            offers.Action(full),
        ]


@pytest.fixture
def bare(tmp_path: Path) -> Kernel:
    """A kernel with that plugin and no model."""
    host = Host(hooks.NAME, hooks)
    host.add(Plugin(), "tone")
    return Kernel(host, tmp_path / "home")


@pytest.fixture
def stage(bare: Kernel) -> Kernel:
    draft = bare.registry.draft()
    (draft / "bell.json").write_text("{}")
    bare.registry.add(Card("bell", "tone"), draft)
    bare.session.load("bell")
    return bare


class Player:
    """A controller: one socket that sends and hears."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self._udp.settimeout(5)

    @property
    def own(self) -> int:
        return self._udp.getsockname()[1]

    def wait(self, seconds: float) -> None:
        """Be so patient from now on; at first it is 5 seconds."""
        self._udp.settimeout(seconds)

    def send(self, *messages: Message) -> None:
        data = encode(messages[0]) if len(messages) == 1 else bundle(list(messages))
        self.throw(data)

    def throw(self, data: bytes) -> None:
        self._udp.sendto(data, ("127.0.0.1", self.port))

    def hear(self) -> list[Message]:
        return parse(self._udp.recv(65536))

    def ask(self, address: str, *values: float | str) -> list[Message]:
        self.send(Message(address, values))
        return self.hear()

    def until_now(self) -> list[Message]:
        """All that is on its way: up to the answer to a question put last."""
        self.send(Message("/timbrel/ping", (7,)))
        heard: list[Message] = []
        while Message("/timbrel/pong", (7,)) not in heard:
            heard += self.hear()
        return heard[:-1]

    def close(self) -> None:
        self._udp.close()


@pytest.fixture
def play_at() -> Iterator[PlayAt]:
    """A controller for the OSC server at a port."""
    players: list[Player] = []

    def begun(port: int) -> Player:
        players.append(Player(port))
        return players[-1]

    yield begun
    for player in players:
        player.close()
