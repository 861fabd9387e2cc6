"""The addresses of what moves by itself: curves for takes, and glides that are heard at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_osc.route import MAIN, Route, plain, pressed, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from timbrel import Control, Kernel
    from timbrel_osc.answers import Answers
    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message

STEP = 0.01  # seconds between two places of a glide
LONGEST = 3600.0  # seconds of one
ORIGIN = "osc-glide"


@dataclass(frozen=True, slots=True)
class Glide:
    """From one value to another, evenly, between two times."""

    low: float
    high: float
    begin: float
    end: float

    def at(self, now: float) -> float:
        if now >= self.end:
            return self.high
        return self.low + (self.high - self.low) * (now - self.begin) / (self.end - self.begin)


class Motion:
    """Glides belong to the thread that owns the socket; ``touched`` may be called from any."""

    def __init__(self, kernel: Kernel, answers: Answers, clock: Callable[[], float]) -> None:
        self._session = kernel.session
        self._answers, self._clock = answers, clock
        self._written: dict[str, str] = {}
        self._glides: dict[str, Glide] = {}
        self._lock = Lock()
        self._next = 0.0

    def routes(self) -> dict[str, Route]:
        at = f"{MAIN}/automation"
        routes = {
            f"{at}/clear": Route(self._clear, "No knob moves by itself any more"),
            f"{at}/list": Route(self._list, "Which knobs move in takes are told"),
        }
        for control in self._session.controls.values():
            own = f"{at}/{plain(control.name)}"
            says = f"{control.name} over time, in takes: 0:0,4:1 or sine,rate=1,depth=1"
            written = partial(self._written.get, control.name, "")
            write = Route(partial(self._write, control), says, "s", value=written)
            glide = Route(partial(self._glide, control), "Go to a value in so many seconds", "ff")
            routes |= {own: write, f"{own}/glide": glide}
        return routes

    def options(self) -> dict[str, Any]:
        """Those of 'generate', for the knobs that the model has."""
        here = {n: text for n, text in self._written.items() if n in self._session.controls}
        curves = [f"{name}={text}" for name, text in here.items() if "=" not in text]
        waves = [f"{name}={text}" for name, text in here.items() if "=" in text]
        told = {"automate": curves, "lfo": waves}
        return {option: pairs for option, pairs in told.items() if pairs}

    def touched(self, names: Iterable[str], origin: str) -> None:
        """A hand, or whatever else moved them, ends their glides."""
        if origin != ORIGIN and self._glides:
            with self._lock:
                for name in names:
                    self._glides.pop(name, None)

    def pause(self, idle: float) -> float:
        return min(max(self._next - self._clock(), 0.0), idle) if self._glides else idle

    def step(self) -> None:
        """Bring what glides to where it is to be by now."""
        now = self._clock()
        if not self._glides or now < self._next:
            return
        self._next = now + STEP
        with self._lock:
            values = {n: g.at(now) for n, g in self._glides.items() if n in self._session.controls}
            self._glides = {n: g for n, g in self._glides.items() if n in values and g.end > now}
        with suppress(Problem):  # another model came in between
            self._session.move(values, origin=ORIGIN)

    def _write(self, control: Control, message: Message, peer: Peer) -> None:
        if not message.values:
            known = self._written.get(control.name, "")
            return self._answers.say(peer, message.address, known)
        if text := word(message).strip():
            self._written[control.name] = text
        else:
            self._written.pop(control.name, None)

    def _glide(self, control: Control, message: Message, peer: Peer) -> None:
        match message.values:
            case [int() | float() as goal, int() | float() as seconds]:
                pass
            case _:
                raise Problem(f"{message.address} takes a value and seconds.")
        now = self._clock()
        end = now + min(max(float(seconds), 0.0), LONGEST)
        low = self._session.values[control.name]
        with self._lock:
            self._glides[control.name] = Glide(low, control.clamp(goal), now, end)
        self._next = now

    def _clear(self, message: Message, peer: Peer) -> None:
        if pressed(message):
            self._written.clear()
            with self._lock:
                self._glides = {}

    def _list(self, message: Message, peer: Peer) -> None:
        self._answers.names(peer, message.address, [plain(name) for name in self._written])
