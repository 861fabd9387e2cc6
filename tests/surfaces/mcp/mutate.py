"""Mutated JSON-RPC lines against ``timbrel mcp``: python -m tests.surfaces.mcp.mutate --lines 5000.

Whatever comes in, its standard output has JSON-RPC and nothing else, and it goes on answering. With
--http they are posted to a server, in both eras of the protocol: it never fails, and goes on too.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread
from typing import Any

from tests.surfaces.mcp.posted import served_and_posted
from tests.surfaces.mcp.spoilt import PATIENCE, PROBE, Line

MAIN = "from timbrel_cli import main; main()"


class Served:
    """The process, and what it says."""

    def __init__(self, home: Path) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", MAIN, "mcp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TIMBREL_HOME": str(home)},
        )
        self.answers: queue.Queue[Any] = queue.Queue()
        self.impure: list[bytes] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def send(self, line: bytes) -> None:
        assert self.child.stdin is not None
        self.child.stdin.write(line + b"\n")
        self.child.stdin.flush()

    def ask(self, number: str, method: str, params: dict[str, Any]) -> Any:
        call = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        self.send(json.dumps(call).encode())
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            answer = self.answers.get(timeout=PATIENCE)
            if answer.get("id") == number:
                return answer
        raise TimeoutError(method)

    def begin(self) -> None:
        client = {"name": "mutate", "version": "1"}
        asked = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
        assert "result" in self.ask("begin", "initialize", asked)
        self.send(b'{"jsonrpc": "2.0", "method": "notifications/initialized"}')

    def end(self) -> None:
        assert self.child.stdin is not None and self.child.stdout is not None
        self.child.stdin.close()
        try:
            self.child.wait(20)
        finally:
            self.child.kill()
            self.child.wait()
            self._reader.join(10)
            self.child.stdout.close()

    def _read(self) -> None:
        assert self.child.stdout is not None
        for line in self.child.stdout:
            try:
                answer = json.loads(line)
                assert answer["jsonrpc"] == "2.0"
            except (ValueError, AssertionError, KeyError, TypeError):
                self.impure.append(line)
            else:
                self.answers.put(answer)


def mutated(home: Path, lines: int, seed: int) -> dict[str, Any]:
    """How many probes were answered, of how many; lines of its output that are no JSON-RPC."""
    served, line = Served(home), Line(random.Random(seed))
    began, answered, asked = time.monotonic(), 0, 0
    try:
        served.begin()
        for number in range(lines):
            served.send(line.made(number))
            if number % PROBE == PROBE - 1:
                asked += 1
                told = served.ask(f"probe-{number}", "tools/list", {})
                answered += len(told["result"]["tools"]) == 16
        alive = served.child.poll() is None
    finally:
        served.end()
    took = time.monotonic() - began
    facts = {"lines": lines, "probes": asked, "answered": answered, "alive": alive}
    return {**facts, "impure": len(served.impure), "seconds": round(took, 1)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, default=5000)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--http", action="store_true", help="post them to a server")
    given = asked.parse_args()
    way = served_and_posted if given.http else mutated
    with tempfile.TemporaryDirectory() as home:
        print(json.dumps(way(Path(home), given.lines, given.seed)))


if __name__ == "__main__":
    main()
