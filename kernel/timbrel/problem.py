"""The one error a person can mend."""

from __future__ import annotations

from typing import Literal

Kind = Literal["input", "missing", "unavailable"]


class Problem(Exception):
    """Says what went wrong and how to put it right, in words for the person at the surface.

    Surfaces show a Problem as it is; any other exception is a bug and keeps its traceback.
    ``kind`` lets a surface answer in its own way: 'missing' is exit code 3 or HTTP 404,
    'unavailable' (something on this machine is absent or full) 4 or 503, 'input' 1 or 422.
    """

    def __init__(self, what: str, mend: str = "", kind: Kind = "input") -> None:
        super().__init__(f"{what} {mend}".strip())
        self.what = what
        self.mend = mend
        self.kind: Kind = kind
