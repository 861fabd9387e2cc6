"""The tools that let an assistant hear: a sound described, two sounds compared."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Annotated, Any

from mcp_types import AudioContent, ImageContent
from pydantic import Field

from timbrel_mcp.answer import Answer, Told, hints
from timbrel_mcp.clean import numbers
from timbrel_mcp.excerpt import LONGEST, excerpt
from timbrel_mcp.sound import Sound, Sounds
from timbrel_mcp.terms import Begin, Every  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mcp.server.mcpserver import MCPServer

    from timbrel import Kernel
    from timbrel_mcp.pace import Pace
    from timbrel_mcp.scope import Scope
    from timbrel_mcp.verb import Verb

TOLD = ("seconds", "descriptors", "over_time", "level", "onsets")
NEWS = ("novelty", "near_copies", "longest_verbatim")
PICTURES = "assistant"  # the folder of pictures, in the cache


class Hear:
    """Measures by the action 'describe'."""

    def __init__(self, kernel: Kernel, verbs: Mapping[str, Verb], pace: Pace) -> None:
        self._kernel, self._verbs, self._pace = kernel, verbs, pace
        self._sounds = Sounds(kernel, verbs)

    def add_to(self, server: MCPServer, scope: Scope) -> None:
        if "describe" not in self._verbs:
            return
        title = "Hear a sound by its figures and its picture"
        server.add_tool(self.describe, title=title, annotations=hints(title, reads=True))
        if scope.shows("compare"):
            title = "Compare two sounds"
            server.add_tool(self.compare, title=title, annotations=hints(title, reads=True))

    async def describe(
        self,
        sound: Sound = "",
        every: Every = 1.0,
        picture: Annotated[bool, Field(description="A spectrogram.")] = True,
        audio: Annotated[bool, Field(description="The sound itself, 10 s at the most.")] = False,
        begin: Begin = 0.0,
    ) -> Told:
        """Hear a sound: its qualities, whole and over time, level, onsets, novelty, a picture."""

        def work() -> Answer:
            path = self._sounds.path(sound)
            answer = self.heard(path, every)
            if picture:
                answer.content.append(self.image(path))
            if audio:
                answer.content.append(self._audio(path, begin))
            return answer

        return await self._pace.answered("describe", work)

    async def compare(self, a: Sound, b: Sound = "") -> Told:
        """Tell by how much the second sound, or the newest take, differs from the first."""

        def work() -> Answer:
            one, other = (self._sounds.path(each) for each in (a, b))
            return _compared(self.heard(one, 1.0), self.heard(other, 1.0))

        return await self._pace.answered("compare", work)

    def heard(self, path: Path, every: float) -> Answer:
        told = self._verbs["describe"].action.run(self._kernel, path, every=every)
        facts = {key: told[key] for key in TOLD if key in told}
        facts |= {key: numbers(value) for key, value in self._news(path).items()}
        lines = [f"{facts['seconds']:.2f} s.", *_qualities(facts["descriptors"])]
        lines += [f"{key.replace('_', ' ')}: {facts[key]:.2f}" for key in NEWS if facts.get(key)]
        if "onsets" in facts:
            starts = facts["onsets"]
            lines.append(f"{starts['count']} onsets, {starts['per_second']:.2f} a second.")
        whose = {"path": str(path), "take": self._sounds.id(path)}
        foreign = {"says": "\n".join(told["notes"])} if told.get("notes") else {}
        return Answer("\n".join(lines), {**whose, **facts}, foreign)

    def image(self, path: Path) -> ImageContent:
        """Its spectrogram; drawn once for each file as it is."""
        facts = path.stat()
        name = f"{path.stem[:40]}-{facts.st_mtime_ns:x}-{facts.st_size:x}.png"
        drawn = self._kernel.places.cache / PICTURES / name
        if not drawn.is_file():
            self._verbs["describe"].action.run(self._kernel, path, picture=drawn)
        data = base64.b64encode(drawn.read_bytes()).decode()
        return ImageContent(type="image", data=data, mime_type="image/png")

    def _news(self, path: Path) -> dict[str, Any]:
        told = self._sounds.recipe(path)
        return {key: told[key] for key in NEWS if told.get(key) is not None}

    def _audio(self, path: Path, begin: float) -> AudioContent:
        kind, data = excerpt(self._kernel, path, begin, LONGEST)
        return AudioContent(type="audio", data=base64.b64encode(data).decode(), mime_type=kind)


def _qualities(told: Mapping[str, Any]) -> list[str]:
    return [
        f"{name}: " + ("cannot be told" if one["value"] is None else _figure(one))
        for name, one in told.items()
    ]


def _figure(one: Mapping[str, Any]) -> str:
    return f"{one['value']:.2f} {one['unit']}".strip()


def _compared(one: Answer, other: Answer) -> Answer:
    """Both sounds, and what the second has more of than the first."""
    both = {"a": dict(one.facts), "b": dict(other.facts)}
    change: dict[str, float] = {}
    for name, quality in one.facts["descriptors"].items():
        first, second = quality["value"], other.facts["descriptors"][name]["value"]
        if first is not None and second is not None:
            change[name] = second - first
    for told in both.values():
        told.pop("over_time", None)
        told.pop("level", None)
    units = {name: quality["unit"] for name, quality in one.facts["descriptors"].items()}
    lines = [f"{name}: {value:+.2f} {units[name]}".strip() for name, value in change.items()]
    says = "The second against the first:\n" + "\n".join(lines)
    return Answer(says, {**both, "change": change}, {**one.untrusted, **other.untrusted})
