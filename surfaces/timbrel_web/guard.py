"""The door of the whole web app: what does not come from this server's own page stays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.websockets import WebSocketClose

from timbrel_web.bounds import too_large
from timbrel_web.closed import closed
from timbrel_web.names import Names
from timbrel_web.trouble import trouble

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from timbrel_web.lock import Lock

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "worker-src 'self' blob:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'none'; form-action 'self'; object-src 'none'; base-uri 'self'; "
)
# Gradio writes its settings into the page and makes its HTML from templates: it needs both.
SCRIPTS = "script-src 'self' 'unsafe-inline' 'unsafe-eval'"
SEAL = {
    "Content-Security-Policy": POLICY + SCRIPTS,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Lets through what calls the server by its name, from its own pages, and with the key.

    What is left must ask for what is open, with no more than it holds. In this order: strangers
    learn nothing of what there is.
    """

    def __init__(
        self, app: ASGIApp, port: int, host: str = "127.0.0.1", lock: Lock | None = None
    ) -> None:
        self._app = app
        self._names = Names(host, port)
        self._lock = lock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        refusal = self._refusal(scope, Headers(scope=scope))
        if refusal is None:
            return await self._app(scope, receive, _sealing(send))
        if scope["type"] == "websocket":
            return await WebSocketClose(1008)(scope, receive, send)
        return await refusal(scope, receive, _sealing(send))

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if stranger := self._names.stranger(scope, headers):
            return trouble(*stranger)
        if self._lock and (locked := self._lock.answer(scope, headers)):
            return locked
        if closed(scope["path"]):
            return trouble(404, "There is nothing here.")
        if large := too_large(scope["path"], headers):
            return trouble(*large)
        return None


def _sealing(send: Send) -> Send:
    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(SEAL)
        await send(message)

    return sealed
