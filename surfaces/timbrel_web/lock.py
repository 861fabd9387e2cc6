"""The lock: lets in whoever shows the key, and gives a browser its cookie."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.datastructures import Headers, QueryParams
from starlette.responses import HTMLResponse, Response

from timbrel_web.patience import WHILE, Patience
from timbrel_web.trouble import trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Scope

    from timbrel_web.key import Key

TOKEN = "token"  # the name of the key in an address
LOCKED = "This server wants its key: open the address that 'timbrel serve' printed."
DOOR = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Timbrel</title>
<meta name="viewport" content="width=device-width">
<style>body { font: 1rem/1.6 system-ui; max-width: 32rem; margin: 15vh auto; padding: 0 1rem;
color-scheme: light dark } input, button { font: inherit; padding: .5rem; width: 100%;
box-sizing: border-box; margin-top: .5rem }</style>
<h1>Timbrel</h1><p>This server wants its key. Open the address that <code>timbrel serve</code>
printed, or put in what stands behind <code>token=</code> there.</p>
<form><label>Key <input name="token" type="password" autocomplete="off" required></label>
<button>Come in</button></form></html>"""


class Lock:
    """What a request without the key gets: 401, after ten wrong ones in a minute 429."""

    def __init__(self, key: Key, clock: Callable[[], float] = time.monotonic) -> None:
        self._key = key
        self._patience = Patience(clock)

    def answer(self, scope: Scope, headers: Headers) -> Response | None:
        """What to answer in place of the app, or None: it is open."""
        query = QueryParams(scope.get("query_string", b""))
        asked = query.get(TOKEN) if scope.get("method") == "GET" else None
        if asked is not None and self._key.fits(asked):
            return self._welcome(scope["path"], query)
        shown = [*self._key.shown(headers), *([] if asked is None else [asked])]
        if any(self._key.fits(one) for one in shown):
            return None
        return self._refused(scope, headers, bool(shown))

    def _welcome(self, path: str, query: QueryParams) -> Response:
        """To the same place without the key in its address: that is kept, and shown to others."""
        rest = urlencode([(name, value) for name, value in query.multi_items() if name != TOKEN])
        place = "/" + path.lstrip("/\\")  # never another host
        headers = {"Location": place + (f"?{rest}" if rest else ""), "Cache-Control": "no-store"}
        return Response(status_code=303, headers={**headers, "Set-Cookie": self._key.set_cookie})

    def _refused(self, scope: Scope, headers: Headers, wrong: bool) -> Response:
        if wrong and self._patience.lost((scope.get("client") or ("",))[0]):
            after = {"Retry-After": f"{WHILE:.0f}"}
            return trouble(429, "Too many wrong keys. Try again in a minute.", after)
        asks = {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"}
        if scope["type"] == "http" and "text/html" in headers.get("accept", ""):
            return HTMLResponse(DOOR, 401, asks)
        return trouble(401, LOCKED, asks)
