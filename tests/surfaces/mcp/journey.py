"""An assistant takes a folder to an exported FLAC: python -m tests.surfaces.mcp.journey tells it.

It decides by what the tools answer alone, as a model would, and keeps a transcript.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import numpy as np
import soundfile
from mcp import Client, StdioServerParameters

from timbrel import start
from timbrel_mcp.server import build

if TYPE_CHECKING:
    from collections.abc import Callable

MAIN = "from timbrel_cli import main; main()"
RATE = 48000
FIFTH = 1.2
SHOWN = 6  # lines of an answer in the transcript


def recordings(folder: Path) -> Path:
    """Twelve plucked strings, from dull to sharp, each of more than a second."""
    folder.mkdir(parents=True)
    time = np.arange(round(1.3 * RATE)) / RATE
    for number in range(12):
        chance = np.random.default_rng(number)
        pitch, tilt = 110 * 2 ** (number * 5 % 12 / 12), 0.2 + 0.2 * number
        sound = np.zeros(len(time))
        for partial in range(1, 40):
            fall = np.exp(-time * (2 + 0.35 * partial / tilt))
            phase = chance.uniform(0, 2 * np.pi)
            wave = np.sin(2 * np.pi * pitch * partial * time + phase)
            sound += partial ** -(2.8 - tilt) * fall * wave
        sound += 0.2 * tilt * chance.standard_normal(len(time)) * np.exp(-time * 60)
        soundfile.write(folder / f"string-{number}.wav", 0.5 * sound / np.abs(sound).max(), RATE)
    return folder


def command(home: Path) -> StdioServerParameters:
    """``timbrel mcp`` on a home, to be spoken to by its standard streams."""
    environment = {**os.environ, "TIMBREL_HOME": str(home)}
    return StdioServerParameters(command=sys.executable, args=["-c", MAIN, "mcp"], env=environment)


class Journey:
    """``transcript`` has what was asked and what was answered."""

    def __init__(self, client: Client, shown: Callable[[str], str] = str) -> None:
        self._client, self._shown = client, shown
        self.transcript: list[str] = []
        self.asked: list[str] = []
        self._takes: list[int] = []

    async def ask(self, tool: str, /, **given: Any) -> dict[str, Any]:
        answer = await self._client.call_tool(tool, given)
        told = answer.structured_content or {}
        assert not answer.is_error, (tool, given, answer.content)
        self.asked.append(f"{tool} {given.get('what', '')}".strip())
        written = ", ".join(f"{name}={json.dumps(value)}" for name, value in given.items())
        says = told["says"].splitlines()
        rest = [f"  ... and {len(says) - SHOWN} lines more"] if len(says) > SHOWN else []
        seen = [f"  [{one.type}]" for one in answer.content if one.type in ("image", "audio")]
        lines = [f"> {tool}({written})", *(f"  {line}" for line in says[:SHOWN]), *rest, *seen]
        self.transcript += [self._shown(line) for line in lines]
        return told

    async def go(self, folder: Path) -> dict[str, Any]:
        """The path of the FLAC, and how bright the first and the last take are."""
        await self.train(folder)
        return await self.play()

    async def play(self) -> dict[str, Any]:
        """The same of a model that was trained before."""
        await self.ask("blend", shares={"strings": 1})
        first = await self._bright()
        last, value = first, 0.0
        while last < FIFTH * first and value < 1:
            value = min(value + 0.25, 1.0)
            await self.ask("set_knobs", values={"brightness": value})
            last = await self._bright()
        told = await self.ask("compare", a=str(self._takes[0]))
        flac = await self.ask("export", format="flac", more={"out": "exports/bright.flac"})
        change = told["change"]["brightness"]
        return {"first": first, "last": last, "change": change, "path": flac["path"]}

    async def train(self, folder: Path) -> None:
        await self.begin(folder)
        await self.wait()

    async def begin(self, folder: Path, name: str = "strings", steps: int = 20) -> None:
        """Look through a folder, make it a dataset, begin to train on that."""
        looked = await self.ask("datasets", what="show", folder=str(folder), estimate=False)
        assert "untrusted" in looked
        await self.ask("datasets", what="add", folder=str(folder), name=name)
        more = {"preset": "quick", "steps": steps, "device": "cpu"}
        await self.ask("train", what="start", folder=name, name=name, more=more)

    async def wait(self, name: str = "strings") -> None:
        """Until the training of that name is done, whoever began it."""
        state = "waiting"
        while state in ("waiting", "running"):
            kept = len(self.transcript), len(self.asked)
            state = (await self.ask("train", what="wait", name=name, seconds=25))["state"]
            if state in ("waiting", "running"):  # the transcript has the last one alone
                del self.transcript[kept[0] :], self.asked[kept[1] :]
        assert state == "done"

    async def _bright(self) -> float:
        made = await self.ask("generate", seconds=4, seed=1)
        while made.get("state") in ("waiting", "running"):
            made = await self.ask("job", what="wait", job=made["job"])
        self._takes.append(made["take"])
        heard = await self.ask("describe", sound=str(made["take"]))
        return heard["descriptors"]["brightness"]["value"]


async def told(home: Path) -> list[str]:
    folder = recordings(home / "datasets" / "my strings")
    async with Client(build(start(home))) as client:
        journey = Journey(client, lambda line: line.replace(str(home), "~/timbrel"))
        await journey.go(folder)
        return journey.transcript


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as home:
        print("\n".join(anyio.run(told, Path(home) / "home")))


if __name__ == "__main__":
    main()
