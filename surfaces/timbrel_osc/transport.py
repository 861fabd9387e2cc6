"""The addresses of the live sound: start, stop, panic, how loud, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_osc.feedback import Feedback, Peer, named
from timbrel_osc.packet import Message
from timbrel_osc.route import MAIN, Route, number, pressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Kernel
    from timbrel_osc.answers import Answers

SEEDS = 2**53
CLOSE = 1e-3
VOLUME = f"{MAIN}/transport/volume"


class Transport:
    """Drives the kernel's own live sound, which is heard by whoever listens to it."""

    def __init__(self, kernel: Kernel, answers: Answers, feedback: Feedback) -> None:
        self._live = kernel.live
        self._answers, self._feedback = answers, feedback
        self._known = self._live.volume.value
        self._hand = ""  # that moved it last

    def routes(self) -> dict[str, Route]:
        at, live = f"{MAIN}/transport", self._live
        start = Route(self._start, "Play; a seed begins from its beginning", "i")
        stop = Route(self._stop, "Silence in 5 ms, until it is started")
        ahead = lambda: round(live.ahead * 1000, 3)  # noqa: E731
        says = "Milliseconds that are rendered ahead"
        return {
            **{f"{at}/{verb}": start for verb in ("start", "play")},
            **{f"{at}/{verb}": stop for verb in ("stop", "panic")},
            f"{at}/ahead": Route(self._ahead, says, "f", value=ahead, reach=(20, 150)),
            VOLUME: Route(
                self._volume,
                "How loud it is heard: 0.5 is 12 dB less",
                "f",
                value=lambda: live.volume.value,
                reach=(0, 1),
            ),
            f"{at}/state": Route(self._state, "How it stands", value=lambda: live.state),
        }

    def _start(self, message: Message, peer: Peer) -> None:
        """A button's 1, or nothing, goes on as it was; any other whole number is a seed."""
        match message.values:
            case [int(seed)] if seed > 1 and seed < SEEDS:
                self._live.begin(seed)
            case [] | [1 | 1.0]:
                self._live.begin()
            case [0 | 0.0]:
                pass  # the button is let go
            case _:
                raise Problem(f"{message.address} takes a seed, a whole number from 2 on.")

    def _stop(self, message: Message, peer: Peer) -> None:
        if pressed(message):
            self._live.panic()

    def _ahead(self, message: Message, peer: Peer) -> None:
        self._told(message, peer, self._live.set, self._live.ahead * 1000)

    def _volume(self, message: Message, peer: Peer) -> None:
        self._told(message, peer, self._live.volume.turn, self._live.volume.value)
        self._hand = named(peer) if message.values else self._hand

    def step(self) -> None:
        """Say where the volume is, whoever moved it, to all others who listen."""
        now = self._live.volume.value
        if now != self._known:
            self._known = now
            self._feedback.announce(Message(VOLUME, (now,)), self._hand)
        self._hand = ""

    def _told(
        self, message: Message, peer: Peer, turn: Callable[[float], float], now: float
    ) -> None:
        """Where it stands, if that was asked, or is not what was asked for."""
        asked = round(number(message), 6) if message.values else None
        given = now if asked is None else turn(asked)
        if asked is None or abs(given - asked) > CLOSE:
            self._answers.say(peer, message.address, round(float(given), 3))

    def _state(self, message: Message, peer: Peer) -> None:
        """A word, the seconds played, how often it was too late, and broke off at the card."""
        facts = self._live.facts()
        told = facts["state"], float(facts["seconds"]), int(facts["underruns"])
        broken = sum(one["starved"] + one["xruns"] for one in facts["outputs"])
        self._answers.say(peer, message.address, *told, int(broken))
