"""OSCQuery: the address space over HTTP, and values as they change over WebSocket."""

from __future__ import annotations

import asyncio
import json
import logging
from http import HTTPStatus
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from websockets.asyncio.server import serve
from websockets.datastructures import Headers
from websockets.http11 import Response

from timbrel_osc import tree
from timbrel_osc.client import Client
from timbrel_osc.packet import LARGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Request

    from timbrel_osc.feedback import Peer
    from timbrel_osc.wire import Wire

log = logging.getLogger(__name__)
quiet = logging.getLogger(f"{__name__}.websockets")  # else it has a traceback for any nonsense
quiet.setLevel(logging.CRITICAL)

NAME = "timbrel"
MOST = 16  # clients that stay
TRIES = 10


class Query:
    """A server on a thread and a port of its own, beside a wire.

    ``port`` is 0 until it stands; ``near`` are the names it may be called by.
    """

    def __init__(self, wire: Wire, host: str, osc_port: int) -> None:
        self._wire, self._host, self._osc_port = wire, host, osc_port
        self._near = {"localhost", "127.0.0.1", "[::1]", host}
        self._clients: dict[Peer, Client] = {}
        self._drawn: Any = None
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()
        self._stands = Event()
        self.port = 0
        self._thread = Thread(target=self._run, name="osc-query", daemon=True)

    def __enter__(self) -> Query:
        self._thread.start()
        self._stands.wait(5)
        self._wire.attach(self.send, self.moved)
        return self

    def __exit__(self, *error: object) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(5)

    def send(self, data: bytes, peer: Peer) -> None:
        """An answer for a client; from the wire's thread."""
        self._soon(lambda: self._clients[peer].put(data) if peer in self._clients else None)

    def moved(self, names: Mapping[str, str]) -> None:
        """Knobs have moved, each by an origin; from the wire's thread, fifty times a second."""
        self._soon(lambda: self._tell(dict(names)))

    def _soon(self, work: Any) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(work)

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._served())
        except Exception:
            log.exception("OSCQuery failed")
        finally:
            self._stands.set()
            self._loop.close()

    async def _served(self) -> None:
        for port in (*range(self._osc_port + 1, self._osc_port + 1 + TRIES), 0):
            options = {"process_request": self._asked, "max_size": LARGEST, "compression": None}
            try:
                where = self._host, min(port, 65535)
                server = await serve(self._stay, *where, logger=quiet, **options)
            except OSError:
                continue
            async with server:
                self.port = next(iter(server.sockets)).getsockname()[1]
                self._stands.set()
                await self._over.wait()
            return

    def _asked(self, connection: ServerConnection, request: Request) -> Response | None:
        """The answer over HTTP, or None for those who want to stay."""
        if not self._wire.admits(connection.remote_address[0]) or not self._is_near(request):
            return _answer(HTTPStatus.FORBIDDEN)
        if "upgrade" in request.headers.get("Connection", "").lower():
            full = len(self._clients) >= MOST
            return _answer(HTTPStatus.SERVICE_UNAVAILABLE) if full else None
        url = urlsplit(request.path)
        wanted = url.query.partition("=")[0].partition("&")[0].upper()
        if wanted == "HOST_INFO":
            return _answer(HTTPStatus.OK, tree.host(NAME, self._osc_port))
        found = tree.node(self._wire.routes, unquote(url.path))
        if found is None:
            return _answer(HTTPStatus.NOT_FOUND)
        if wanted and wanted not in tree.ATTRIBUTES:
            return _answer(HTTPStatus.BAD_REQUEST)
        if wanted and wanted not in found:
            return _answer(HTTPStatus.NO_CONTENT)
        return _answer(HTTPStatus.OK, {wanted: found[wanted]} if wanted else found)

    def _is_near(self, request: Request) -> bool:
        """No page of the web may ask, whatever name it makes this machine go by."""
        hosts = request.headers.get_all("Host")
        origin = request.headers.get("Origin")
        asked = {host.rpartition(":")[0] or host for host in hosts}
        if origin is not None:
            asked.add(urlsplit(origin).hostname or origin)
        return len(hosts) == 1 and asked <= self._near

    async def _stay(self, connection: ServerConnection) -> None:
        client = Client(connection, self._wire)
        self._clients[client.peer] = client
        try:
            await client.stay()
        finally:
            del self._clients[client.peer]

    def _tell(self, names: Mapping[str, str]) -> None:
        routes = self._wire.routes
        other, self._drawn = routes is not self._drawn and self._drawn is not None, routes
        for client in self._clients.values():
            if other:
                client.changed()
            client.tell(routes, names)


def _answer(status: HTTPStatus, facts: Any = None) -> Response:
    body = b"" if facts is None else json.dumps(facts).encode()
    headers = Headers({"Content-Type": "application/json", "Cache-Control": "no-store"})
    headers["Content-Length"], headers["Connection"] = str(len(body)), "close"
    return Response(status.value, status.phrase, headers, body)
