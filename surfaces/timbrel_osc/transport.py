"""The addresses of the live sound: start, stop, panic, and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_osc.route import MAIN, Route, number, pressed

if TYPE_CHECKING:
    from timbrel import Kernel
    from timbrel_osc.answers import Answers
    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message

SEEDS = 2**53


class Transport:
    """Drives the kernel's own live sound, which is heard by whoever listens to it."""

    def __init__(self, kernel: Kernel, answers: Answers) -> None:
        self._live = kernel.live
        self._answers = answers

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
        asked = number(message) if message.values else None
        given = self._live.set(asked) if asked is not None else self._live.ahead * 1000
        if asked is None or abs(given - asked) > 1e-3:
            self._answers.say(peer, message.address, round(float(given), 3))

    def _state(self, message: Message, peer: Peer) -> None:
        """A word, the seconds played, and how often it was too late."""
        facts = self._live.facts()
        told = facts["state"], float(facts["seconds"]), int(facts["underruns"])
        self._answers.say(peer, message.address, *told)
