"""What is said to the one who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_osc.packet import Message, Value, bundled, encode
from timbrel_osc.route import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timbrel import Problem
    from timbrel_osc.feedback import Peer

LONGEST = 400  # letters of a sentence
NAMES = 48  # names in one message of a list


class Answers:
    """Sends them; belongs to the thread that owns the socket."""

    def __init__(self, send: Callable[[bytes, Peer], None]) -> None:
        self._send = send

    def say(self, peer: Peer, address: str, *values: Value) -> None:
        self._send(encode(Message(address, values)), peer)

    def names(self, peer: Peer, address: str, names: Sequence[str]) -> None:
        """A list, in as many messages of one bundle as it takes; an empty one is one too."""
        starts = range(0, len(names), NAMES) if names else [0]
        self.rows(peer, address, [names[at : at + NAMES] for at in starts])

    def rows(self, peer: Peer, address: str, rows: Sequence[Sequence[Value]]) -> None:
        """A message for each, bundled; of none an empty one."""
        for data in bundled([Message(address, tuple(row)) for row in rows or [()]]):
            self._send(data, peer)

    def refuse(self, peer: Peer, where: str, problem: Problem) -> None:
        says = str(problem).replace("\n", " ")[:LONGEST]
        self.say(peer, f"{ROOT}/error", where, problem.kind, says)
