"""The tools that make sound: new takes, takes near one, a recording played, another format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from mcp_types import ResourceLink
from pydantic import Field

from timbrel import Problem
from timbrel_mcp.answer import Answer, Told, hints, of_action
from timbrel_mcp.clean import numbers
from timbrel_mcp.sdk import Context  # noqa: TC001  tools' annotations are read
from timbrel_mcp.sound import Sound, Sounds
from timbrel_mcp.terms import Count, Format, Knobs, Model, More, Seconds, Seed, Share, Wait  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcp.server.mcpserver import MCPServer

    from timbrel import Kernel
    from timbrel_mcp.pace import Pace
    from timbrel_mcp.scope import Scope
    from timbrel_mcp.verb import Verb

Given = Callable[[], dict[str, Any]]


class Make:
    """Each begins a job and waits a little for it."""

    def __init__(self, kernel: Kernel, verbs: Mapping[str, Verb], pace: Pace) -> None:
        self._kernel, self._verbs, self._pace = kernel, verbs, pace
        self._sounds = Sounds(kernel, verbs)

    def add_to(self, server: MCPServer, scope: Scope) -> None:
        titles = {
            "generate": ("generate", self.generate, "Make new sound"),
            "variations": ("generate", self.variations, "Vary a take"),
            "transform": ("transform", self.transform, "Play a recording through a model"),
            "export": ("reproduce", self.export, "Write a take in another format"),
        }
        for name, (action, tool, title) in titles.items():
            if action in self._verbs and scope.shows(name) and not scope.read_only:
                server.add_tool(tool, name, title=title, annotations=hints(title))

    async def generate(
        self,
        context: Context,
        seconds: Seconds = 8.0,
        seed: Seed = None,
        count: Count = 1,
        knobs: Knobs = None,
        model: Model = None,
        format: Format = "wav",
        more: More = None,
        wait: Wait = 20.0,
    ) -> Told:
        """Make new sound with the session as it stands, or with a model; it is kept as a file.

        Hear it by describe. 'more' takes preset, automate, lfo, loop, space and the like.
        """

        def given() -> dict[str, Any]:
            asked = {"duration": seconds, "seed": seed, "count": count if count > 1 else None}
            kind = {"format": format if format != "wav" else None}
            return {**asked, **kind, **self._standing(model, knobs)}

        return await self._made("generate", given, more, context, wait)

    async def variations(
        self,
        context: Context,
        take: Sound = "",
        count: Count = 4,
        amount: Annotated[Share, Field(description="0 is the same again, 1 another.")] = 0.3,
        seed: Seed = None,
        more: More = None,
        wait: Wait = 20.0,
    ) -> Told:
        """Make takes near one: the same, only a little otherwise, each by a seed of its own."""

        def given() -> dict[str, Any]:
            path = self._sounds.path(take)
            model = self._sounds.recipe(path).get("recipe", {}).get("model")
            if not model:
                raise Problem("That sound is no take: it cannot be varied.", "Name a take.")
            near = {"model": model, "near": str(path), "amount": amount}
            return {**near, "count": count, "seed": 1 if seed is None else seed}

        return await self._made("generate", given, more, context, wait)

    async def transform(
        self,
        context: Context,
        recording: Sound,
        amount: Annotated[Share, Field(description="0 leaves it, 1 is the model alone.")] = 1.0,
        seed: Seed = None,
        knobs: Knobs = None,
        model: Model = None,
        more: More = None,
        wait: Wait = 20.0,
    ) -> Told:
        """Play a recording, or a take, through the session's model, or through another one."""

        def given() -> dict[str, Any]:
            leading = {"recording": str(self._sounds.path(recording)), "amount": amount}
            return {**leading, "seed": seed, **self._standing(model, knobs)}

        return await self._made("transform", given, more, context, wait)

    async def export(
        self,
        context: Context,
        take: Sound = "",
        format: Format = "flac",
        more: More = None,
        wait: Wait = 20.0,
    ) -> Told:
        """Write a take in another format, rendered anew in full quality.

        'more' takes rate, bits, channels, quality, bitrate, and out: a path in an open folder.
        """

        def given() -> dict[str, Any]:
            return {"file": str(self._sounds.path(take)), "format": format}

        return await self._made("reproduce", given, more, context, wait)

    def _standing(self, model: str | None, knobs: dict[str, float] | None) -> dict[str, Any]:
        """The model and its knobs as an action takes them."""
        session = self._kernel.session
        values = {} if model else dict(session.values)
        name = model or session.name
        if not name:
            raise Problem("No model is loaded.", "Name one, or load it by blend.")
        values |= knobs or {}
        return {"model": name, "set": [f"{knob}={value!r}" for knob, value in values.items()]}

    async def _made(
        self, action: str, given: Given, more: dict[str, Any] | None, context: Context, wait: float
    ) -> Any:
        def work() -> Any:
            self._pace.room()
            asked = given()
            asked = {name: value for name, value in asked.items() if value is not None}
            return self._verbs[action].call(asked | (more or {}))

        return await self._pace.answered(action, work, context, wait, self._told)

    def _told(self, answer: Any, name: str) -> Answer:
        """Each take with its number, path and figures."""
        takes = answer.get("takes") or [answer]
        made = [self._take(one) for one in takes if one.get("path")]
        if not made:
            return of_action(answer, name)
        lines = [_line(one) for one in made]
        links = [_link(self._sounds, one) for one in made]
        foreign = {"says": "\n".join(answer.get("notes") or [])}
        facts = {**made[0], "takes": made} | _checked(answer)
        return Answer("\n".join(lines), facts, foreign if foreign["says"] else {}, links)

    def _take(self, one: Mapping[str, Any]) -> dict[str, Any]:
        path = Path(one["path"])
        facts = {"path": str(path), "take": self._sounds.id(path)}
        for key in ("seconds", "seed", "values", "quality"):
            if (figures := numbers(one.get(key))) is not None:
                facts[key] = figures
        return facts


def _checked(answer: Mapping[str, Any]) -> dict[str, Any]:
    same = numbers(answer.get("same"))
    return {} if same is None else {"same": same}


def _line(one: Mapping[str, Any]) -> str:
    number = f"Take {one['take']}" if one["take"] else "A take"
    seconds = f", {one['seconds']:.2f} s" if "seconds" in one else ""
    seed = f", seed {one['seed']}" if "seed" in one else ""
    return f"{number}{seconds}{seed}: {one['path']}"


def _link(sounds: Sounds, one: Mapping[str, Any]) -> ResourceLink:
    name = f"take {one['take']}" if one["take"] else "take"
    uri = f"timbrel://takes/{one['take']}" if one["take"] else "timbrel://takes"
    return ResourceLink(type="resource_link", name=name, uri=uri, mime_type="application/json")
