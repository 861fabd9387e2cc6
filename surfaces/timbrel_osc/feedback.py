"""What goes back out: controls that moved, to all who asked but the hand that moved them."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_osc.packet import Message, bundled, encode
from timbrel_osc.route import MAIN, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from timbrel import Session

Peer = tuple[str, int]

RATE = 50.0  # sendings in a second, at most
LEASE = 60.0  # seconds; anything that a listener sends renews it
MOST = 16  # listeners


@dataclass(slots=True)
class Listener:
    """Where feedback goes, as 0..1 or as it is, and until when.

    What comes from the ``machine`` counts as a word of whoever asked.
    """

    target: Peer
    unit: bool
    until: float
    machine: str


class Feedback:
    """Listeners by the address they ask from, and what they are still to be told.

    mark() may be called from any thread; all else belongs to the one that owns the socket.
    """

    def __init__(self, send: Callable[[bytes, Peer], None], clock: Callable[[], float]) -> None:
        self._send = send
        self._clock = clock
        self._lock = Lock()
        self._listeners: dict[Peer, Listener] = {}
        self._moved: dict[str, str] = {}
        self._next = 0.0
        self.also: Callable[[dict[str, str]], None] = lambda moved: None
        self._model: str | None = None  # that listeners know of

    def join(
        self,
        peer: Peer,
        target: Peer,
        unit: bool,
        model: str | None = None,
        machine: str = "",
    ) -> None:
        """Listen; the ``model`` is the one that it has just been told of."""
        now = self._clock()
        kept = {p: one for p, one in self._listeners.items() if one.until > now}
        # Whoever asks twice, each time from another port, would be told everything twice.
        self._listeners = {p: one for p, one in kept.items() if one.target != target}
        if peer not in self._listeners and len(self._listeners) >= MOST:
            raise Problem(f"{MOST} are listening already.", "Unsubscribe one.", "unavailable")
        self._listeners[peer] = Listener(target, unit, now + LEASE, machine)
        self._model = self._model or model

    def leave(self, peer: Peer) -> None:
        self._listeners.pop(peer, None)

    def renew(self, peer: Peer) -> None:
        """Whoever asked is heard again, or the machine that they named."""
        for asker, one in self._listeners.items():
            if peer == asker or one.machine == peer[0]:
                one.until = self._clock() + LEASE

    def where(self, peer: Peer) -> Peer:
        """Where one hears: where it asks from, if it named no other port or machine."""
        one = self._listeners.get(peer)
        return one.target if one and one.until > self._clock() else peer

    def mark(self, names: Iterable[str], origin: str = "") -> None:
        """These have moved: all but ``origin`` are to hear where they are now."""
        with self._lock:
            self._moved |= dict.fromkeys(names, origin)

    def pause(self, idle: float) -> float:
        """Seconds until there is something to send, ``idle`` if there is nothing."""
        return max(0.0, self._next - self._clock()) if self._moved else idle

    def flush(self, session: Session) -> None:
        """Send the newest values, once, if any have moved and it is time."""
        now = self._clock()
        if not self._moved or now < self._next:
            return
        self._next = now + 1 / RATE
        with self._lock:
            moved, self._moved = self._moved, {}
        self.also(moved)
        other = self._model not in (None, session.name)
        self._model = session.name
        for peer, listener in self._listeners.items():
            if listener.until > now:
                if other:
                    self._send(encode(Message(f"{MAIN}/model", (session.name,))), listener.target)
                names = [name for name, origin in moved.items() if origin != named(peer)]
                self.tell(session, names, listener.target, listener.unit)

    def announce(self, message: Message, origin: str = "") -> None:
        """Say something to all who listen but the one it comes from."""
        now = self._clock()
        for peer, listener in self._listeners.items():
            if listener.until > now and named(peer) != origin:
                self._send(encode(message), listener.target)

    def tell(self, session: Session, names: Iterable[str], target: Peer, unit: bool) -> None:
        """Send where these controls are: one by itself as a message, more in bundles."""
        for data in bundled(readings(session, names, unit)):
            self._send(data, target)


def named(peer: Peer) -> str:
    """A peer as the origin of moves."""
    return f"osc:{peer[0]}:{peer[1]}"


def address(name: str, unit: bool = False) -> str:
    """Where a control is found; OSC knows no spaces."""
    return f"{MAIN}/param/{plain(name)}{'/normalized' if unit else ''}"


def readings(session: Session, names: Iterable[str], unit: bool) -> list[Message]:
    controls, values = session.controls, session.values
    found: list[Message] = []
    for name in names:
        if name in controls and name in values:
            value = controls[name].to_unit(values[name]) if unit else values[name]
            found.append(Message(address(name, unit), (float(value),)))
    return found
