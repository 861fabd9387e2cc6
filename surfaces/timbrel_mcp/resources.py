"""The resources: the session, models, takes, jobs, and a guide to the knobs."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_mcp.clean import clean, fitted, numbers
from timbrel_mcp.guide import knobs
from timbrel_mcp.news import JOBS, MODELS, SESSION, TAKES
from timbrel_mcp.pace import under_way
from timbrel_mcp.sdk import ResourceError, ResourceNotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mcp.server.mcpserver import MCPServer

    from timbrel import Kernel
    from timbrel_mcp.hear import Hear
    from timbrel_mcp.play import Play
    from timbrel_mcp.verb import Verb

JSON = "application/json"
FIGURES = ("id", "seconds", "seed", "star", "novelty", "loudness", "missing")


class Resources:
    """Each is JSON whose texts from files lie under 'untrusted'."""

    def __init__(self, kernel: Kernel, verbs: Mapping[str, Verb], play: Play, hear: Hear) -> None:
        self._kernel, self._verbs, self._play, self._hear = kernel, verbs, play, hear

    def add_to(self, server: MCPServer) -> None:
        server.resource(SESSION, mime_type=JSON)(self.session)
        server.resource(MODELS, mime_type=JSON)(self.models)
        server.resource(TAKES, mime_type=JSON)(self.takes)
        server.resource(JOBS, mime_type=JSON)(self.jobs)
        server.resource("timbrel://knobs", mime_type="text/markdown")(self.knobs)
        server.resource("timbrel://models/{name}", mime_type=JSON)(self.model)
        server.resource("timbrel://takes/{take}", mime_type=JSON)(self.take)
        picture = server.resource("timbrel://takes/{take}/spectrogram", mime_type="image/png")
        picture(self.spectrogram)

    def session(self) -> str:
        """The session as it is now: model, knobs, values."""
        return _written(self._play.shown())

    def knobs(self) -> str:
        """How to use the knobs, and those of the model that is loaded."""
        return knobs(self._kernel.session)

    def models(self) -> str:
        """The models there are, with their figures."""
        cards = self._kernel.registry.cards()
        told = [
            {"name": c.name, "family": c.family, "sounds": c.sounds, "seconds": c.seconds}
            for c in cards
        ]
        return _written({"models": told})

    async def model(self, name: str) -> str:
        """One model: its figures, and what its files say of it."""
        return _written(_parted(await self._asked("models_show", name), name=name))

    async def takes(self) -> str:
        """The newest takes."""
        told = await self._asked("history_list")
        return _written({"takes": [_take(one) for one in told["items"]]})

    async def take(self, take: str) -> str:
        """One take: its figures, its path, and its recipe."""
        return _written(_parted(await self._asked("history_show", _number(take))))

    async def spectrogram(self, take: str) -> bytes:
        """What one take looks like."""
        number = _number(take)
        path = Path((await self._asked("history_show", number))["path"])
        image = await self._tried(lambda: self._hear.image(path))
        return base64.b64decode(image.data)

    def jobs(self) -> str:
        """What runs, and what has run."""
        return _written({"jobs": [dict(under_way(job).facts) for job in self._kernel.jobs.all]})

    async def _asked(self, name: str, *given: str) -> dict[str, Any]:
        verb = self._verbs.get(name)
        if verb is None:
            raise ResourceNotFoundError("Nothing here keeps such things.")
        return await self._tried(lambda: verb.action.run(self._kernel, *given))

    async def _tried(self, work: Callable[[], Any]) -> Any:
        """Only that it is missing, or failed: a Problem's words may name files."""
        try:
            return await offers.apart(work)
        except Problem as problem:
            kind = ResourceNotFoundError if problem.kind == "missing" else ResourceError
            raise kind(
                "There is no such thing." if problem.kind == "missing" else "It cannot be read."
            ) from None


def _number(take: str) -> str:
    if not take.isdecimal() or len(take) > 12:
        raise ResourceNotFoundError("A take is named by its number.")
    return take


def _take(one: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: one[key] for key in FIGURES if key in one}
    foreign = {key: one[key] for key in ("name", "note", "model") if one.get(key)}
    return {**told, "path": one["path"], "untrusted": foreign}


def _parted(told: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """The figures, the path, and the rest as untrusted."""
    figures = {key: numbers(value) for key, value in told.items()}
    facts |= {key: value for key, value in figures.items() if isinstance(value, int | float)}
    facts |= {"path": told["path"]} if told.get("path") else {}
    return {**facts, "untrusted": {k: v for k, v in told.items() if k not in facts}}


def _written(facts: dict[str, Any]) -> str:
    return json.dumps(fitted(clean(facts)), ensure_ascii=True, allow_nan=False)
