"""What each address does."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_osc.feedback import Feedback, Peer, named
from timbrel_osc.packet import Message, encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Control, Kernel

log = logging.getLogger(__name__)

SAME = 1e-6  # a float of OSC has seven digits: 0.33 arrives as 0.33000001311302185


class Desk:
    """Takes messages, gathers moves until settle(), and answers whoever asked.

    Of several values for one control only the newest reaches the session, and all that one
    sender moved arrives there as one move.
    """

    def __init__(
        self, kernel: Kernel, feedback: Feedback, send: Callable[[bytes, Peer], None]
    ) -> None:
        self._kernel = kernel
        self._session = kernel.session
        self._feedback = feedback
        self._send = send
        self._moves: dict[Peer, dict[str, float]] = {}
        self._corrected: set[str] = set()
        self._loading: threading.Thread | None = None
        self._verbs = {
            "/timbrel/ping": self._ping,
            "/timbrel/subscribe": self._subscribe,
            "/timbrel/unsubscribe": self._unsubscribe,
            "/timbrel/main/params": self._params,
            "/timbrel/main/load": self._load,
        }

    def take(self, message: Message, peer: Peer) -> None:
        """Do what the message says, or tell its sender why not."""
        try:
            match message.address.split("/")[1:]:
                case ["timbrel", "main", "param", name]:
                    self._param(message, peer, name, unit=False)
                case ["timbrel", "main", "param", name, "normalized"]:
                    self._param(message, peer, name, unit=True)
                case ["timbrel", *_]:
                    self._verb(message, peer)
                case _:
                    pass  # some other instrument's
        except Problem as problem:
            self._refuse(message.address, problem, peer)

    def settle(self) -> None:
        """Move what has been gathered."""
        moves, self._moves = self._moves, {}
        corrected, self._corrected = self._corrected, set()
        for peer, values in moves.items():
            try:
                self._session.move(values, origin=named(peer))
            except Problem as problem:  # another model came in between
                self._refuse("/timbrel/main/param", problem, peer)
        self._feedback.mark(corrected)

    def _param(self, message: Message, peer: Peer, name: str, unit: bool) -> None:
        control = self._control(name)
        if not message.values:
            self.settle()
            return self._feedback.tell(self._session, [control.name], peer, unit)
        [value, *more] = message.values
        if more or isinstance(value, str):
            raise Problem(f"{message.address} takes one number.")
        low, high = (0.0, 1.0) if unit else (control.low, control.high)
        for moves in self._moves.values():
            moves.pop(control.name, None)
        inside = min(max(float(value), low), high)
        moved = round(control.from_unit(inside) if unit else inside, 6)
        self._moves.setdefault(peer, {})[control.name] = moved
        if abs(inside - value) > SAME:
            self._corrected.add(control.name)

    def _control(self, name: str) -> Control:
        for control in self._session.controls.values():
            if control.name.replace(" ", "_") == name:
                return control
        there = ", ".join(self._session.controls) or "none until a model is loaded"
        raise Problem(f"No control '{name}'.", f"There is: {there}.", "missing")

    def _verb(self, message: Message, peer: Peer) -> None:
        if message.address in ("/timbrel/error", "/timbrel/pong"):
            return  # an answer to an answer would never end
        if message.address not in self._verbs:
            raise Problem(f"Nothing answers at {message.address}.", kind="missing")
        self.settle()
        self._verbs[message.address](message, peer)

    def _ping(self, message: Message, peer: Peer) -> None:
        values = tuple(v for v in message.values[:1] if isinstance(v, int))
        self._send(encode(Message("/timbrel/pong", values)), peer)

    def _params(self, message: Message, peer: Peer) -> None:
        self._feedback.tell(
            self._session, self._session.controls, peer, "normalized" in message.values
        )

    def _subscribe(self, message: Message, peer: Peer) -> None:
        ports = [v for v in message.values if isinstance(v, int) and not isinstance(v, bool)]
        if ports and not 0 < ports[0] < 65536:
            raise Problem(f"{ports[0]} is no port.", "Give 1 to 65535.")
        target = (peer[0], ports[0]) if ports else peer
        unit = "normalized" in message.values
        self._feedback.join(peer, target, unit)
        self._feedback.tell(self._session, self._session.controls, target, unit)

    def _unsubscribe(self, message: Message, peer: Peer) -> None:
        self._feedback.leave(peer)

    def _load(self, message: Message, peer: Peer) -> None:
        match message.values:
            case [str(name)]:
                self._kernel.registry.card(name)
            case _:
                raise Problem(f"{message.address} takes the name of a model.")
        if self._loading is not None and self._loading.is_alive():
            raise Problem("A model is being loaded.", "Wait for it.", "unavailable")
        self._loading = threading.Thread(
            target=self._bring, args=(message, name, peer), daemon=True
        )
        self._loading.start()

    def _bring(self, message: Message, name: str, peer: Peer) -> None:
        try:
            self._session.load(name, origin="osc")
            self._send(encode(Message(message.address, (name,))), peer)
        except Problem as problem:
            self._refuse(message.address, problem, peer)
        except Exception:
            log.exception("%s could not be loaded", name)
            self._refuse(message.address, Problem(f"{name} could not be loaded."), peer)

    def _refuse(self, where: str, problem: Problem, peer: Peer) -> None:
        says = str(problem).replace("\n", " ")[:400]
        self._send(encode(Message("/timbrel/error", (where, problem.kind, says))), peer)
