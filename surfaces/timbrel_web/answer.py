"""Answers as JSON that every reader can read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from timbrel import offers

if TYPE_CHECKING:
    from collections.abc import Mapping


class Answer(JSONResponse):
    """Plain ASCII; never cached, for the next answer may differ."""

    def __init__(self, content: Any, status: int = 200, headers: Mapping[str, str] | None = None):
        super().__init__(content, status, {"Cache-Control": "no-store", **(headers or {})})

    def render(self, content: Any) -> bytes:
        return written(content).encode("ascii")


def written(content: Any) -> str:
    return json.dumps(offers.plain(content), allow_nan=False)
