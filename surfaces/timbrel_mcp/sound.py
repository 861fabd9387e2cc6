"""A sound as an assistant names it: a take by its number, a file by its path, or the newest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from timbrel import Problem
from timbrel_mcp.reach import OUTSIDE, reached

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Kernel
    from timbrel_mcp.verb import Verb

Sound = Annotated[
    str,
    Field(description="A take's number, or a path; the newest take if empty.", max_length=1024),
]


class Sounds:
    """Finds sounds, and what is known of them as takes."""

    def __init__(self, kernel: Kernel, verbs: Mapping[str, Verb]) -> None:
        self._kernel, self._verbs = kernel, verbs

    def path(self, named: str) -> Path:
        """The file, in the open folders; a Problem where there is none."""
        if not named or named.isdecimal():
            return Path(self._number(named) if named else self._newest())
        path = Path(str(reached(self._kernel, Path(named))))
        if not path.is_file():
            raise Problem("There is no such sound.", "See history for the takes.", "missing")
        return path

    def recipe(self, path: Path) -> dict[str, Any]:
        """How a take was made and what of; empty of what is no take."""
        if "explain" not in self._verbs:
            return {}
        try:
            return dict(self._verbs["explain"].action.run(self._kernel, path))
        except Problem:
            return {}

    def id(self, path: Path) -> int | None:
        """Its number in the history."""
        if "history_list" not in self._verbs:
            return None
        items = self._verbs["history_list"].action.run(self._kernel, limit=50)["items"]
        return next((one["id"] for one in items if one["path"] == str(path)), None)

    def _number(self, number: str) -> str:
        if "history_show" not in self._verbs:
            raise OUTSIDE
        return self._verbs["history_show"].action.run(self._kernel, number)["path"]

    def _newest(self) -> str:
        listing = self._verbs.get("history_list")
        items = listing.action.run(self._kernel, limit=1)["items"] if listing else []
        if not items:
            raise Problem("Nothing was made yet.", "Use generate first.", "missing")
        return items[0]["path"]
