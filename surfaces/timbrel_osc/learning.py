"""Foreign addresses: what they say is passed on, and may be learnt to steer a knob."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from timbrel import Kernel, Problem
from timbrel_osc.feedback import Peer, named
from timbrel_osc.route import MAIN, Route, plain, word

if TYPE_CHECKING:
    from timbrel_osc.answers import Answers
    from timbrel_osc.packet import Message
    from timbrel_osc.verbs import Verbs

MOST = 256  # movements that wait to be passed on


class Learning:
    """Of several values of one controller that arrive together the newest counts.

    But a button that goes down and up again has done both.
    """

    def __init__(self, kernel: Kernel, answers: Answers, verbs: Verbs) -> None:
        self._kernel, self._answers, self._verbs = kernel, answers, verbs
        self._moved: dict[tuple[str, bool], tuple[float, Peer]] = {}
        self._asked: tuple[str, Peer] | None = None  # which knob is being learnt, for whom

    def routes(self) -> dict[str, Route]:
        says = "The next foreign address steers a knob: low, high, a curve, seconds"
        return {
            f"{MAIN}/learn": Route(self._learn, says, "sffsf"),
            f"{MAIN}/unlearn": Route(self._unlearn, "A knob, or an address, is let go", "s"),
            f"{MAIN}/controllers": Route(self._list, "What steers what is told"),
        }

    def hear(self, message: Message, peer: Peer) -> None:
        """A message that is not ours: each of its numbers may be a controller."""
        for at, value in enumerate(message.values):
            if isinstance(value, str) or len(self._moved) >= MOST:
                continue
            address = f"{message.address}#{at + 1}" if at else message.address
            key = address, bool(value)
            self._moved.pop(key, None)
            self._moved[key] = float(value), peer

    def settle(self) -> None:
        """Pass on what has been heard."""
        moved, self._moved = self._moved, {}
        for (address, _), (value, peer) in moved.items():
            facts = {"address": address, "value": round(value, 6), "origin": named(peer)}
            self._kernel.host.tell("controller_moved", kernel=self._kernel, **facts)
        if moved and self._asked:
            self._tell_learnt([address for address, _ in moved])

    def _tell_learnt(self, addresses: list[str]) -> None:
        assert self._asked
        knob, peer = self._asked
        known = self._verbs.run("controllers_list")["controllers"]
        for address in addresses:
            if plain(known.get(address, {}).get("knob", "")) == plain(knob):
                self._asked = None
                return self._answers.say(peer, f"{MAIN}/learn", plain(knob), address)

    def _learn(self, message: Message, peer: Peer) -> None:
        """A knob, then in any order what goes with it: two numbers, a word, a number."""
        knob, *more = message.values or [""]
        words = [one for one in more if isinstance(one, str)]
        numbers = [float(one) for one in more if not isinstance(one, str)]
        if not isinstance(knob, str) or not knob or len(words) > 1 or len(numbers) not in (0, 2, 3):
            raise Problem(f"{message.address} takes a knob, low and high, a curve, seconds.")
        options: dict[str, Any] = dict(zip(("low", "high", "smoothing"), numbers, strict=False))
        options |= {"curve": words[0]} if words else {}

        def begun(_: Any) -> None:
            self._asked = knob, peer
            self._answers.say(peer, message.address, plain(knob))

        learn = lambda: self._verbs.run("controllers_learn", knob, **options)  # noqa: E731
        self._verbs.beside(message, peer, learn, begun)

    def _unlearn(self, message: Message, peer: Peer) -> None:
        what = word(message)
        known = [name for name in self._kernel.session.controls if plain(name) == what]
        work = lambda: self._verbs.run("controllers_unlearn", *(known or [what]))["gone"]  # noqa: E731
        self._verbs.beside(message, peer, work, partial(self._answers.names, peer, message.address))

    def _list(self, message: Message, peer: Peer) -> None:
        """An address and its knob, and so on."""

        def work() -> list[str]:
            known = self._verbs.run("controllers_list")["controllers"]
            return [part for address, steer in known.items() for part in (address, steer["knob"])]

        self._verbs.beside(message, peer, work, partial(self._answers.names, peer, message.address))
