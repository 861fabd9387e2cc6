"""The door of the whole web app: what does not come from this machine's own page stays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.websockets import WebSocketClose

from timbrel_web.trouble import trouble

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost", "[::1]")
LARGEST = 1 << 20  # bytes of a body
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

Refusal = tuple[int, str]


class Guard:
    """Lets through what names this server as its host and comes from its own pages.

    A page of another site can have the browser call us: under a name of its own that leads here
    (the Host betrays it), or straight (Origin and Sec-Fetch-Site do). Programs send neither.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        bare = NAMES if port == 80 else ()
        self._hosts = {f"{name}:{port}" for name in NAMES} | {*bare}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        refusal = self._refusal(Headers(scope=scope))
        if refusal is None:
            return await self._app(scope, receive, _sealing(send))
        if scope["type"] == "websocket":
            return await WebSocketClose(1008)(scope, receive, send)
        return await trouble(*refusal)(scope, receive, _sealing(send))

    def _refusal(self, headers: Headers) -> Refusal | None:
        hosts = [host.lower() for host in headers.getlist("host")]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return 421, "This server does not go by that name."
        if not all(origin.lower() in self._origins for origin in headers.getlist("origin")):
            return 403, "Another site's page may not call this server."
        if not {*headers.getlist("sec-fetch-site")} <= {"same-origin", "none"}:
            return 403, "Another site's page may not call this server."
        return _too_large(headers)


def _too_large(headers: Headers) -> Refusal | None:
    if "transfer-encoding" in headers:
        return 411, "Say how long the body is."
    if int(headers.get("content-length", "0")) > LARGEST:
        return 413, f"A body may have {LARGEST} bytes."
    return None


def _sealing(send: Send) -> Send:
    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(SEAL)
        await send(message)

    return sealed
