"""JSON-RPC calls, spoilt in one way or another by a generator with a seed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

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
        return self.spoilt(self.sound(number))

    def sound(self, number: int) -> dict[str, Any]:
        """The call before it is spoilt."""
        call = json.loads(json.dumps(self._chance.choice(CALLS)))
        return call | {"jsonrpc": "2.0", "id": number}

    def spoilt(self, call: dict[str, Any]) -> bytes:
        way = self._chance.randrange(6)
        if way < 3:
            for _ in range(way + 1):
                given = call.get("params")
                deep = isinstance(given, dict | list) and self._chance.random() < 0.8
                self._changed(given if deep else call)  # mostly where the tools see it
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
