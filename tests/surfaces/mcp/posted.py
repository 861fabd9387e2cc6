"""Spoilt calls over HTTP, in both eras of the protocol: the server never breaks, and goes on."""

from __future__ import annotations

import json
import random
import time
from typing import TYPE_CHECKING, Any

import httpx
from tests.surfaces.mcp.conftest import served
from tests.surfaces.mcp.spoilt import PATIENCE, PROBE, Line

from timbrel import start

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
SPEC = "io.modelcontextprotocol"
META = {f"{SPEC}/protocolVersion": "2026-07-28", f"{SPEC}/clientCapabilities": {}}


class Posted:
    """A server at a URL, and whether what it says is JSON-RPC."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=PATIENCE)
        self._session: dict[str, str] = {}
        self.impure: list[str] = []
        self.failed = self.taken = 0

    def begin(self) -> None:
        client = {"name": "mutate", "version": "1"}
        asked = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
        call = {"jsonrpc": "2.0", "id": "begin", "method": "initialize", "params": asked}
        answer = self._post(json.dumps(call).encode(), {})
        self._session = {"Mcp-Session-Id": answer.headers["mcp-session-id"]}
        self._post(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}', self._session)

    def send(self, call: dict[str, Any], line: Line, newer: bool) -> None:
        """The call, spoilt, in the one era or in the other."""
        headers = self._session
        if newer:
            name = call["params"].get("name") or call["params"].get("uri") or ""
            headers = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": call["method"]}
            headers |= {"Mcp-Name": name} if name else {}
            call["params"]["_meta"] = dict(META)
        answer = self._post(line.spoilt(call), headers)
        self.taken += answer.status_code == 200
        self.failed += answer.status_code >= 500
        self.impure += [text for text in _told(answer) if not _is_rpc(text)]

    def tools(self, number: int) -> int:
        """How many there are, by a call that is sound."""
        call = {"jsonrpc": "2.0", "id": number, "method": "tools/list", "params": {}}
        [text] = _told(self._post(json.dumps(call).encode(), self._session))
        return len(json.loads(text)["result"]["tools"])

    def end(self) -> None:
        self._client.close()

    def _post(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        return self._client.post("mcp", content=body, headers={**KINDS, **headers})


def _told(answer: httpx.Response) -> list[str]:
    """The messages of an answer, of one or of a stream; none where it was turned away."""
    if answer.headers.get("content-type", "").startswith("text/event-stream"):
        lines = answer.text.splitlines()
        return [line[5:].strip() for line in lines if line.startswith("data:") and line[5:].strip()]
    return [answer.text] if answer.status_code == 200 else []


def _is_rpc(text: str) -> bool:
    try:
        return json.loads(text)["jsonrpc"] == "2.0"
    except (ValueError, KeyError, TypeError):
        return False


def posted(url: str, lines: int, seed: int) -> dict[str, Any]:
    """As ``mutated``, over HTTP; ``failed`` are those that it broke at, ``taken`` those
    that came as far as an answer.
    """
    server, line = Posted(url), Line(random.Random(seed))
    began, answered, asked = time.monotonic(), 0, 0
    try:
        server.begin()
        for number in range(lines):
            server.send(line.sound(number), line, number % 2 == 1)
            if number % PROBE == PROBE - 1:
                asked += 1
                answered += server.tools(number) == 16
    finally:
        server.end()
    took = time.monotonic() - began
    facts = {"lines": lines, "probes": asked, "answered": answered, "failed": server.failed}
    facts["taken"] = server.taken
    return {**facts, "impure": len(server.impure), "seconds": round(took, 1)}


def served_and_posted(home: Path, lines: int, seed: int) -> dict[str, Any]:
    serving = served(start(home))
    try:
        return posted(next(serving), lines, seed)
    finally:
        next(serving, None)
