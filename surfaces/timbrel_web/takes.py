"""The sounds made since the server started, by whichever surface."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from timbrel import Take, hookimpl
from timbrel_web.answer import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from timbrel_web.feed import Feed
    from timbrel_web.lending import Lending

MOST = 1000


class Takes:
    """The route /api/takes; hears of every take, and tells the feed."""

    def __init__(self, lending: Lending, feed: Feed) -> None:
        self._lending, self._feed = lending, feed
        self._made: deque[dict[str, Any]] = deque(maxlen=MOST)

    @hookimpl
    def take_made(self, take: Take, path: Path) -> None:
        full = path.absolute()
        link = self._lending.lend(full)
        made = {
            "id": link.rpartition("/")[2] if link else None,
            "audio": link,
            "file": path.name,
            "path": str(full),
            "seconds": take.seconds,
            # The record of a performance may be megabytes; the history has it.
            "recipe": {name: told for name, told in take.recipe.items() if name != "score"},
        }
        self._made.append(made)
        self._feed.post("take", path.name, {"take": made})

    def add_to(self, app: FastAPI) -> None:
        app.add_api_route("/api/takes", self.takes, methods=["GET"], tags=["takes"])

    async def takes(self) -> Answer:
        """Every sound made since the start, newest last, with its recipe."""
        return Answer({"takes": [*self._made]})
