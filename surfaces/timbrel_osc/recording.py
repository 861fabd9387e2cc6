"""The addresses by which what is played live is recorded: begun, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_osc.route import MAIN, Route, pressed

if TYPE_CHECKING:
    from timbrel import Kernel
    from timbrel_osc.answers import Answers
    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message
    from timbrel_osc.verbs import Verbs

STANDS = f"{MAIN}/transport/recording"


class Recording:
    """To be kept as a take it is ended by an address of its own."""

    def __init__(self, kernel: Kernel, answers: Answers, verbs: Verbs) -> None:
        self._live = kernel.live
        self._answers, self._verbs = answers, verbs

    def routes(self) -> dict[str, Route]:
        record = Route(self._record, "Record what is played, until it is kept")
        stands = Route(lambda message, peer: self._told(peer), "What is recorded", value=self._name)
        return {f"{MAIN}/transport/record": record, STANDS: stands}

    def _record(self, message: Message, peer: Peer) -> None:
        if pressed(message):
            begun = lambda: self._verbs.run("live_record")  # noqa: E731
            self._verbs.beside(message, peer, begun, lambda _: self._told(peer), "record")

    def _name(self) -> str:
        return (self._live.facts()["recording"] or {"name": ""})["name"]

    def _told(self, peer: Peer) -> None:
        """The file's name, its seconds so far, and what ended it early; empty where none is."""
        told = self._live.facts()["recording"] or {"name": "", "seconds": 0, "problem": ""}
        values = told["name"], float(told["seconds"]), told["problem"]
        self._answers.say(peer, STANDS, *values)
