"""Connections over TCP: what comes and goes on them, and how many there may be."""

from __future__ import annotations

import contextlib
import selectors
import socket
from typing import TYPE_CHECKING

from timbrel_osc.framing import Framing, framing
from timbrel_osc.packet import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timbrel_osc.feedback import Peer

MOST = 16  # connections
FULL = 1 << 16  # bytes that wait for one who is slow; what comes then is dropped
READ = 1 << 15


class Line:
    """One of them. How it frames its messages is heard from its first byte."""

    def __init__(self, tcp: socket.socket, peer: Peer) -> None:
        self.tcp, self.peer = tcp, peer
        self._framing: Framing | None = None
        self._waiting = b""

    @property
    def waits(self) -> bool:
        return bool(self._waiting)

    def arrived(self) -> list[bytes]:
        """The messages that are here; Refused on nonsense, EOFError where it was hung up."""
        data = self.tcp.recv(READ)
        if not data:
            raise EOFError
        if self._framing is None:
            self._framing = framing(data[0])
        return self._framing.taken(data)

    def send(self, message: bytes) -> None:
        if self._framing is not None and len(self._waiting) < FULL:
            self._waiting += self._framing.framed(message)
            self.flush()

    def flush(self) -> None:
        """Send what goes without waiting."""
        with contextlib.suppress(OSError):
            self._waiting = self._waiting[self.tcp.send(self._waiting) :]


class Lines:
    """All of them by peer, whose host begins with 'tcp '. Belongs to one thread."""

    def __init__(
        self,
        selector: selectors.BaseSelector,
        door: socket.socket | None,
        admits: Callable[[str], bool],
    ) -> None:
        self._selector, self._door, self._admits = selector, door, admits
        self._lines: dict[Peer, Line] = {}
        if door is not None:
            selector.register(door, selectors.EVENT_READ, self)

    def accept(self) -> None:
        """Take in whoever is at the door; hang up on one too many, or whom nobody named."""
        assert self._door
        with contextlib.suppress(OSError):
            tcp, where = self._door.accept()
            if len(self._lines) >= MOST or not self._admits(where[0]):
                return tcp.close()
            tcp.setblocking(False)
            tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = Line(tcp, (f"tcp {where[0]}", where[1]))
            self._lines[line.peer] = line
            self._selector.register(tcp, selectors.EVENT_READ, line)

    def arrived(self, line: Line) -> Iterator[tuple[bytes, Peer]]:
        """What has come on one; Refused on nonsense, and then it is hung up."""
        try:
            for message in line.arrived():
                yield message, line.peer
        except BlockingIOError:
            pass
        except Refused:
            self._hang_up(line)
            raise
        except (OSError, EOFError):
            self._hang_up(line)

    def send(self, message: bytes, peer: Peer) -> None:
        if peer in self._lines:
            line = self._lines[peer]
            line.send(message)
            self._watch(line)

    def flush(self, line: Line) -> None:
        line.flush()
        self._watch(line)

    def close(self) -> None:
        for line in [*self._lines.values()]:
            self._hang_up(line)

    def _watch(self, line: Line) -> None:
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if line.waits else 0)
        if line.peer in self._lines:
            self._selector.modify(line.tcp, events, line)

    def _hang_up(self, line: Line) -> None:
        if self._lines.pop(line.peer, None):
            self._selector.unregister(line.tcp)
            line.tcp.close()
