"""Where the server listens, and what a person opens to get there."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_web.names import literal, near

if TYPE_CHECKING:
    from pathlib import Path

TRIES = 20
ELSEWHERE = ("192.0.2.1", 9)  # an address that nobody has (RFC 5737)


@dataclass
class Address:
    """A host as it stands in a URL, and a port; the key, and the file that it lies in."""

    host: str
    port: int
    near: bool = True
    token: str = ""
    file: Path | None = None

    @classmethod
    def of(cls, tcp: socket.socket, host: str) -> Address:
        """Of a listening socket; the address in the network if it listens on all."""
        shown = _own() if host in ("0.0.0.0", "::") else host
        return cls(literal(shown), tcp.getsockname()[1], near(host))

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/"

    @property
    def opening(self) -> str:
        """What a person opens: with the key."""
        return f"{self.url}?token={self.token}" if self.token else self.url


def _own() -> str:
    """This machine's address in its network: that from which it would call another. None does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, contextlib.suppress(OSError):
        udp.connect(ELSEWHERE)
        return udp.getsockname()[0]
    return "127.0.0.1"


def listening(host: str, port: int) -> socket.socket:
    """A socket on ``port``, or on the next one that is free."""
    if host != "localhost":
        _checked(host)
    for wanted in (*range(port, min(port + TRIES, 65536)), 0):
        with contextlib.suppress(OSError):
            return _bound(host, wanted)
    raise Problem(
        f"Nothing can listen on {host}: it is no address of this machine, or no port is free.",
        "Leave --host out to serve this machine alone.",
        "unavailable",
    )


def _checked(host: str) -> None:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        mend = "Give one of this machine, as 192.168.1.4, or 0.0.0.0 for all."
        raise Problem(f"{host!r} is no address to listen on.", mend) from None


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # TCP is named, or asyncio would leave Nagle's delay on: 40 ms for each answer.
    tcp = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tcp.bind((host, port))
        tcp.listen(128)
    except OSError:
        tcp.close()
        raise
    return tcp
