"""One who stays with OSCQuery: what they listen to, and what waits to be sent to them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from typing import TYPE_CHECKING, Any

from websockets.exceptions import ConnectionClosed

from timbrel_osc.feedback import address, named
from timbrel_osc.packet import Message, encode
from timbrel_osc.quota import Quota
from timbrel_osc.route import MAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from websockets.asyncio.server import ServerConnection

    from timbrel_osc.route import Route
    from timbrel_osc.wire import Wire

MOST = 512  # addresses that one may listen to
WAITING = 256  # messages for one who is slow; what comes then is dropped


class Client:
    """Speaks OSC in binary frames and JSON in text. Belongs to the thread of its server."""

    def __init__(self, connection: ServerConnection, wire: Wire) -> None:
        self._connection, self._wire = connection, wire
        where = connection.remote_address
        self.peer = (f"ws {where[0]}", int(where[1]))
        self._listens: set[str] = set()
        self._waiting: asyncio.Queue[bytes | str] = asyncio.Queue(WAITING)
        self._quota = Quota(time.monotonic)

    async def stay(self) -> None:
        """Until one side hangs up."""
        sender = asyncio.ensure_future(self._sending())
        try:
            async for data in self._connection:
                self._heard(data)
        except ConnectionClosed:
            pass
        finally:
            sender.cancel()

    def put(self, data: bytes | str) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            self._waiting.put_nowait(data)

    def changed(self) -> None:
        """Another model has other knobs."""
        self.put(json.dumps({"COMMAND": "PATH_CHANGED", "DATA": MAIN}))

    def tell(self, routes: Mapping[str, Route], names: Mapping[str, str]) -> None:
        """Where these knobs are, if they are listened to and it was not this one who moved them."""
        for name, origin in names.items():
            for at in (address(name), address(name, unit=True)):
                route = routes.get(at)
                if at in self._listens and route and origin != named(self.peer):
                    self.put(encode(Message(at, route.values())))

    def _heard(self, data: Any) -> None:
        if not self._quota.allows(self.peer):
            return
        if isinstance(data, bytes):
            return self._wire.post(data, self.peer)
        try:
            wish = json.loads(data)
            command, at = wish["COMMAND"], str(wish["DATA"])
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        if command == "LISTEN" and len(self._listens) < MOST:
            self._listens.add(at)
        elif command == "IGNORE":
            self._listens.discard(at)

    async def _sending(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self._connection.send(await self._waiting.get())
