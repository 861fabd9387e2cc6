"""Over HTTP: the session of the page, behind the guard of the whole server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from mcp import Client

if TYPE_CHECKING:
    from timbrel import Kernel

pytestmark = pytest.mark.anyio
ASK = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


async def test_over_http_it_is_the_same_session(
    stage: Kernel, url: str, era: Any, assistant: Any
) -> None:
    async with Client(f"{url}mcp", mode=era) as client:
        await assistant.call(client, "set_knobs", values={"pitch": 1.5})
        assert stage.session.values["pitch"] == 1.5


async def test_over_http_a_stranger_is_turned_away(url: str) -> None:
    async with httpx.AsyncClient() as client:
        for more, status in [
            ({"Host": "evil.example"}, 421),
            ({"Host": "127.0.0.1:1"}, 421),
            ({"Origin": "http://evil.example"}, 403),
            ({"Origin": "http://127.0.0.1:1"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
        ]:
            answer = await client.post(f"{url}mcp", json=ASK, headers=ACCEPT | more)
            assert answer.status_code == status, more


async def test_a_request_has_its_bounds(url: str) -> None:
    async with httpx.AsyncClient() as client:
        large = ASK | {"params": {"x": "y" * (1 << 20)}}
        answer = await client.post(f"{url}mcp", json=large, headers=ACCEPT)
        assert answer.status_code == 413
        text = {"Content-Type": "text/plain"} | ACCEPT
        answer = await client.post(f"{url}mcp", content="{}", headers=text)
        assert answer.status_code in (400, 415)
