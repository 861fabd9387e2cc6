"""Answers as JSON that every reader can read."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse


class Answer(JSONResponse):
    """Plain ASCII; never cached, for the next answer may differ."""

    def __init__(self, content: Any, status: int = 200, headers: Mapping[str, str] | None = None):
        super().__init__(content, status, {"Cache-Control": "no-store", **(headers or {})})

    def render(self, content: Any) -> bytes:
        return written(content).encode("ascii")


def written(content: Any) -> str:
    return json.dumps(plain(content), allow_nan=False)


def plain(value: Any) -> Any:
    """Only what JSON has: null for a number that is not finite, text for paths and the like."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, str | int) else str(value)
