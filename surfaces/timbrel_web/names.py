"""By what names this server may be called, and from what pages."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.datastructures import Headers
    from starlette.types import Scope

NEAR = ("127.0.0.1", "localhost", "[::1]")
STRANGE = (403, "Another site's page may not call this server.")


def near(host: str) -> bool:
    """Whether an address to listen on is reached from this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Names:
    """The exact names with the port. Beyond this machine: also its own, and the address dialled.

    A page of another site can have a browser call us: under a name of its own that leads here
    (the Host betrays it), or straight (Origin and Sec-Fetch-Site do). Programs send neither.
    """

    def __init__(self, host: str, port: int) -> None:
        self._port = port
        self._far = not near(host)
        self._fixed = {*self._written(NEAR)}
        if self._far:
            own = socket.gethostname().lower()
            self._fixed |= {*self._written((own, f"{own}.local"))}

    def stranger(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        """Status and words if the request is not meant for this server, or not from its pages."""
        names = self._fixed | {*self._dialled(scope)}
        hosts = [host.lower() for host in headers.getlist("host")]
        if len(hosts) != 1 or hosts[0] not in names:
            return 421, "This server does not go by that name."
        origins = {f"http://{name}" for name in names}
        if not all(origin.lower() in origins for origin in headers.getlist("origin")):
            return STRANGE
        if not {*headers.getlist("sec-fetch-site")} <= {"same-origin", "none"}:
            return STRANGE
        return None

    def _dialled(self, scope: Scope) -> Iterator[str]:
        """The address of this machine that the connection came in by: nobody can feign it."""
        server = scope.get("server")
        if self._far and server:
            yield from self._written((literal(server[0]),))

    def _written(self, names: tuple[str, ...]) -> Iterator[str]:
        for name in names:
            yield f"{name}:{self._port}"
            if self._port == 80:
                yield name


def literal(address: str) -> str:
    """An address as it stands in a URL."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address.lower()
    mapped = getattr(ip, "ipv4_mapped", None)
    return f"[{ip}]" if ip.version == 6 and not mapped else str(mapped or ip)
