"""A path in JSON: text where it is UTF-8, its very bytes where it is not."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any


def spelt(path: Path) -> str | dict[str, str]:
    """What to write for a path, so that ``unspelt`` gives the same one, byte for byte."""
    raw = os.fsencode(path)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(raw).decode("ascii")}


def unspelt(fact: Any) -> Path:
    """The path that was written; a ValueError if it can be none."""
    if isinstance(fact, dict) and isinstance(fact.get("base64"), str):
        raw = base64.b64decode(fact["base64"], validate=True)
    elif isinstance(fact, str):
        raw = fact.encode("utf-8")
    else:
        raise ValueError(f"{fact!r} is no path")
    if not raw or b"\0" in raw:
        raise ValueError(f"{fact!r} is no path")
    return Path(os.fsdecode(raw))
