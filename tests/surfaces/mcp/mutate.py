"""Mutated JSON-RPC lines against ``timbrel mcp``: python -m tests.surfaces.mcp.mutate --lines 5000.

Whatever comes in, its standard output has JSON-RPC and nothing else, and it goes on answering.
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

MAIN = "from timbrel_cli import main; main()"
PROBE = 25  # lines from one probe to the next
PATIENCE = 60.0  # seconds for an answer of a busy machine
WORDS = ["", "\0", "../" * 9, "a" * 9999, "\u202e", "NaN", "{}", "[]", "null", "-1", "1e999"]
CALLS: list[dict[str, Any]] = [
    {"method": "tools/list", "params": {}},
    {"method": "resources/list", "params": {}},
    {"method": "resources/read", "params": {"uri": "timbrel://session"}},
    {"method": "resources/subscribe", "params": {"uri": "timbrel://jobs"}},
    {"method": "prompts/get", "params": {"name": "explore", "arguments": {"mood": "rain"}}},
    *(
        {"method": "tools/call", "params": {"name": name, "arguments": given}}
        for name, given in [
            ("get_state", {}),
            ("set_knobs", {"values": {"brightness": 0.5}}),
            ("generate", {"seconds": 1, "model": "x", "knobs": {"a": 1}}),
            ("describe", {"sound": "1", "every": 1, "picture": True}),
            ("models", {"what": "show", "name": "x"}),
            ("history", {"what": "list", "limit": 5}),
            ("job", {"what": "wait", "job": "x", "seconds": 1}),
            ("train", {"what": "status", "name": "x"}),
            ("do", {"action": "library_trash", "arguments": {}}),
        ]
    ),
]


class Line:
    """One call, spoilt in one way or another, by a generator with a seed."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def made(self, number: int) -> bytes:
        call = json.loads(json.dumps(self._chance.choice(CALLS)))
        call |= {"jsonrpc": "2.0", "id": number}
        way = self._chance.randrange(6)
        if way < 3:
            for _ in range(way + 1):
                self._changed(call)
            return json.dumps(call).encode()
        data = bytearray(json.dumps(call).encode())
        if way == 3:
            for _ in range(self._chance.randint(1, 8)):
                data[self._chance.randrange(len(data))] = self._chance.randrange(256)
        elif way == 4:
            del data[self._chance.randrange(len(data)) :]
        else:
            at = self._chance.randrange(len(data))
            data[at:at] = self._chance.choice([b"[" * 5000, b"\0" * 9, b"9" * 400, b"\xff\xfe"])
        return bytes(data).replace(b"\n", b" ").replace(b"\r", b" ")

    def _changed(self, call: Any) -> None:
        """One value somewhere within is another, is gone, or lies deep."""
        place = call
        while True:
            keys = [*place] if isinstance(place, dict) else [*range(len(place))]
            if not keys:
                return
            key = self._chance.choice(keys)
            if isinstance(place[key], dict | list) and self._chance.random() < 0.7:
                place = place[key]
                continue
            if isinstance(place, dict) and self._chance.random() < 0.2:
                del place[key]
            else:
                place[key] = self._other()
            return

    def _other(self) -> Any:
        other = [None, True, -1, 2**70, 1.5, [], {}, [[[[1]]]], {"a": {"b": {}}}]
        return self._chance.choice([*other, *WORDS])


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
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        print(json.dumps(mutated(Path(home), given.lines, given.seed)))


if __name__ == "__main__":
    main()
