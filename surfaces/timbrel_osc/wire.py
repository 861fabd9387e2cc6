"""Between the sockets and the desk: what comes in by batches, what goes out, what is dropped."""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import time
from typing import TYPE_CHECKING

from timbrel import hookimpl
from timbrel_osc.complaints import Complaints
from timbrel_osc.desk import Desk
from timbrel_osc.errand import Errands
from timbrel_osc.feedback import Feedback, Peer
from timbrel_osc.lines import Line, Lines
from timbrel_osc.packet import LARGEST, Message, Refused, parse
from timbrel_osc.pattern import is_pattern
from timbrel_osc.quota import Quota
from timbrel_osc.reach import Reach
from timbrel_osc.schedule import Schedule, ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from timbrel import Job, Kernel, Session
    from timbrel_osc.route import Route

log = logging.getLogger(__name__)

BATCH = 256  # datagrams taken before anything is answered
IDLE = 0.2  # seconds, within which a stop is noticed
PATTERN = 20  # messages that one with a pattern counts for
AHEAD = 5.0  # seconds that a bundle's time may lie in the future


class Wire:
    """One thread calls ``turn``, over and over; nothing in it waits but the sockets."""

    def __init__(
        self,
        kernel: Kernel,
        udp: socket.socket,
        door: socket.socket | None = None,
        reach: Reach = Reach(),  # noqa: B008
    ) -> None:
        self._kernel, self._udp, self.admits = kernel, udp, reach.admits
        self._others: Callable[[bytes, Peer], None] = lambda data, peer: None
        clock = time.monotonic
        self._bell, self._rope = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._lines = Lines(self._selector, door, reach.admits)
        self._feedback = Feedback(self._send, clock)
        self._errands = Errands(self._ring)
        self._desk = Desk(kernel, self._feedback, self._send, self._errands, clock, reach)
        self._schedule = Schedule(clock)
        self._quota = Quota(clock)
        self._complaints = Complaints(log, clock)

    def __enter__(self) -> Wire:
        for end in (self._bell, self._rope):
            end.setblocking(False)
        self._selector.register(self._udp, selectors.EVENT_READ)
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._kernel.host.add(self, f"osc-running-{id(self)}")
        return self

    def __exit__(self, *error: object) -> None:
        self._kernel.host.remove(self)
        self._errands.close()
        self._lines.close()
        self._selector.close()
        self._bell.close()
        self._rope.close()

    @hookimpl
    def controls_moved(self, session: Session, values: Mapping[str, float], origin: str) -> None:
        if session is self._kernel.session:
            self._desk.motion.touched(values, origin)
            self._feedback.mark(values, origin)
            self._ring()

    @hookimpl
    def job_changed(self, job: Job) -> None:
        self._desk.changed(job)

    @property
    def routes(self) -> Mapping[str, Route]:
        """Every address there is; from any thread."""
        return self._desk.routes

    def attach(
        self, send: Callable[[bytes, Peer], None], moved: Callable[[Mapping[str, str]], None]
    ) -> None:
        """Somebody else's peers, whose hosts begin with 'ws ', and their feedback."""
        self._others, self._feedback.also = send, moved

    def post(self, data: bytes, peer: Peer) -> None:
        """A message of such a peer; from any thread."""
        self._errands.tell(lambda: self._take(data, peer))

    def turn(self) -> None:
        """Wait a little, take what has arrived, do what is due, send what has moved."""
        pause = self._desk.motion.pause(self._schedule.pause(self._feedback.pause(IDLE)))
        for data, peer in self._arrived(pause):
            self._take(data, peer)
        for messages, peer in self._schedule.due():
            self._do(messages, peer)
        self._errands.ends()
        self._desk.step()
        self._desk.settle()
        self._feedback.flush(self._kernel.session)

    def _arrived(self, pause: float) -> Iterator[tuple[bytes, Peer]]:
        for key, events in self._selector.select(pause):
            if key.fileobj is self._udp:
                yield from self._datagrams()
            elif key.fileobj is self._bell:
                with contextlib.suppress(OSError):
                    self._bell.recv(4096)
            elif isinstance(key.data, Line):
                yield from self._of_line(key.data, events)
            else:
                self._lines.accept()

    def _datagrams(self) -> Iterator[tuple[bytes, Peer]]:
        for _ in range(BATCH):
            try:
                yield self._udp.recvfrom(LARGEST + 1)
            except OSError:  # nothing more
                return

    def _of_line(self, line: Line, events: int) -> Iterator[tuple[bytes, Peer]]:
        if events & selectors.EVENT_WRITE:
            self._lines.flush(line)
        if events & selectors.EVENT_READ:
            try:
                yield from self._lines.arrived(line)
            except Refused as refused:
                self._complaints.note(str(refused))

    def _take(self, data: bytes, peer: Peer) -> None:
        if not (" " in peer[0] or self.admits(peer[0])):
            return self._complaints.note("nobody named its sender")
        if not self._quota.allows(peer):
            return self._complaints.note("its sender is too fast")
        self._feedback.renew(peer)
        try:
            found = parse(data)
            if not self._quota.allows(peer, cost(found) - 1):
                raise Refused("its sender is too fast")
            self._sort(found, peer)
        except Refused as refused:
            self._complaints.note(str(refused))

    def _sort(self, found: list[Message], peer: Peer) -> None:
        """Do what is due, and keep what is not."""
        now, moments = time.time(), dict[float, list[Message]]()
        for message in found:
            moments.setdefault(ahead(message.when, now), []).append(message)
        if max(moments, default=0.0) > AHEAD:
            raise Refused("its time is too far ahead")
        for seconds, messages in moments.items():
            if seconds:
                self._schedule.keep(seconds, messages, peer)
            else:
                self._do(messages, peer)

    def _do(self, messages: list[Message], peer: Peer) -> None:
        try:
            for message in messages:
                self._desk.take(message, peer)
        except Exception as error:  # one bad message must not end the show
            self._complaints.note("of a mistake in Timbrel", error)

    def _ring(self) -> None:
        with contextlib.suppress(OSError):  # full: it rings already
            self._rope.send(b"!")

    def _send(self, data: bytes, peer: Peer) -> None:
        if peer[0].startswith("ws "):
            return self._others(data, peer)
        if " " in peer[0]:
            return self._lines.send(data, peer)
        with contextlib.suppress(OSError):  # gone, or its buffer is full: it is only feedback
            self._udp.sendto(data, peer)


def cost(messages: list[Message]) -> int:
    """What they weigh against a sender's share of each second: a pattern asks for much at once."""
    return sum(PATTERN if is_pattern(message.address) else 1 for message in messages) or 1
