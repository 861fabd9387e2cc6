"""The addresses of those who listen: subscribe, to a port or a machine that one names, and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_osc.route import Route, pressed

if TYPE_CHECKING:
    from timbrel import Session
    from timbrel_osc.feedback import Feedback, Peer
    from timbrel_osc.packet import Message, Value
    from timbrel_osc.reach import Reach

RANGES = ("raw", "normalized")


class Audience:
    """Feedback goes where it was asked from, unless the one who asks says where else."""

    def __init__(self, session: Session, feedback: Feedback, reach: Reach) -> None:
        self._session, self._feedback, self._reach = session, feedback, reach

    def routes(self) -> dict[str, Route]:
        says = "All values now, and each one as it moves: a port, or host:port; normalized or raw"
        return {
            "subscribe": Route(self._subscribe, says, "is"),
            "unsubscribe": Route(self._unsubscribe, "No more of that"),
        }

    def _subscribe(self, message: Message, peer: Peer) -> None:
        values = [value for value in message.values if not _is_button(value, 1.0)]
        if any(_is_button(value, 0.0) for value in values):
            return  # it is let go
        words = [value for value in values if value not in RANGES]
        if len(words) > 1:
            raise Problem(f"{message.address} takes a port, and raw or normalized.")
        target = self._target(words[0], peer) if words else peer
        unit = RANGES[1] in values
        machine = target[0] if words and ":" in str(words[0]) else ""
        self._feedback.join(peer, target, unit, self._session.name, machine)
        self._feedback.tell(self._session, self._session.controls, target, unit)

    def _target(self, where: Value, peer: Peer) -> Peer:
        """A port of the one who asks, or of another machine that may hear it."""
        own = peer[0].rpartition(" ")[2]  # without what begins the name of a line
        host, colon, port = str(where).rpartition(":")
        number = _port(port if colon else where)
        if not colon:
            return peer if " " in peer[0] else (own, number)
        host = host.replace("localhost", "127.0.0.1")
        if not self._reach.sends(host, own):
            raise Problem(f"{host} hears nothing from here.", f"--osc-allow {host} lets it.")
        return host, number

    def _unsubscribe(self, message: Message, peer: Peer) -> None:
        if pressed(message):
            self._feedback.leave(peer)


def _is_button(value: Value, stands: float) -> bool:
    """What a button says as it goes down or up: no port is 1.0 or 0.0."""
    return isinstance(value, float) and value == stands


def _port(given: Value) -> int:
    try:
        number = int(given) if float(given).is_integer() else 0
    except (ValueError, OverflowError):
        number = 0
    if not 0 < number < 65536 or isinstance(given, bool):
        raise Problem(f"{given} is no port.", "Give 1 to 65535.")
    return number
