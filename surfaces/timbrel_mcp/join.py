"""The server that already runs on this home, if one does."""

from __future__ import annotations

import json
import os
import stat
import sys
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FILE = ("run", "web.json")  # where the web surface says that it serves
LARGEST = 4096  # bytes of that file
PATIENCE = 3.0  # seconds
# The key goes nowhere else, and /mcp answers to no other name.
NEAR = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")


@dataclass(frozen=True)
class There:
    """Its address, and its key if it has one."""

    url: str
    token: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def running(home: Path) -> There | None:
    """One that answers, by a file that is this person's own; else None."""
    try:
        facts = json.loads(_read(home.joinpath(*FILE)))
        there = There(str(facts["url"]), str(facts.get("token") or ""))
        return there if answers(there) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _read(path: Path) -> str:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle) as file:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode) or not _own(facts):
            raise PermissionError(f"{path} is not one's own")
        return file.read(LARGEST)


def _own(facts: os.stat_result) -> bool:
    """Nobody else could have written it, nor read the key."""
    if sys.platform == "win32":
        return True
    return facts.st_uid == os.getuid() and not facts.st_mode & 0o077


def answers(there: There) -> bool:
    """Whether it is still there."""
    if not there.url.startswith(NEAR):
        return False
    ask = urllib.request.Request(f"{there.url}api/health", headers=there.headers)
    # No proxy of the environment stands between two programs of one machine.
    opener: Any = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(ask, timeout=PATIENCE) as answer:
            return json.loads(answer.read(LARGEST)).get("status") == "ok"
    except (OSError, ValueError, AttributeError):
        return False
