"""From a folder to an exported FLAC with no human, over every transport, in both eras."""

from __future__ import annotations

import re
import shutil
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest
import soundfile
from mcp import Client
from tests.conftest import Same
from tests.surfaces.mcp.conftest import served
from tests.surfaces.mcp.journey import FIFTH, Journey, command, recordings

from timbrel import hookimpl, offers, start
from timbrel_mcp.server import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.anyio
PAGE = Path(__file__).parents[3] / "docs" / "assistants.md"
# Knobs take longer to learn than the rest of a training.
NEEDLESS = ("controls", "describe", "demo", "doctor", "library", "osc")


class Mappers:
    @hookimpl
    def mappers(self) -> list[offers.Mapper]:
        return [Same()]


def arrived(told: dict[str, Any]) -> None:
    """It is brighter by a fifth, and lies there as a FLAC that can be read."""
    assert told["last"] >= FIFTH * told["first"]
    assert told["change"] == pytest.approx(told["last"] - told["first"], abs=0.05)
    info = soundfile.info(told["path"])
    assert info.format == "FLAC" and info.duration == pytest.approx(4, abs=0.1)


@pytest.fixture(scope="module")
def travelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Journey, Any]]:
    """The whole way in memory: the home, and what was asked and answered."""
    home = tmp_path_factory.mktemp("journey") / "home"
    folder = recordings(home / "datasets" / "my strings")

    async def go() -> tuple[Path, Journey, Any]:
        async with Client(build(start(home))) as client:
            journey = Journey(client)
            return home, journey, await journey.go(folder)

    yield anyio.run(go)


def test_a_folder_becomes_an_exported_take_that_is_brighter_by_a_fifth(travelled: Any) -> None:
    _, journey, told = travelled
    arrived(told)
    assert journey.asked[:4] == ["datasets show", "datasets add", "train start", "train wait"]


def test_the_page_has_a_transcript_of_the_same_way(travelled: Any) -> None:
    _, journey, _ = travelled
    [block] = re.findall(r"```text\n(.*?)```", PAGE.read_text(), re.DOTALL)
    calls = re.findall(r"^> (\w+)\((?:what=\"(\w+)\")?", block, re.MULTILINE)
    assert shortened([" ".join(call).strip() for call in calls]) == shortened(journey.asked)


def shortened(asked: list[str]) -> list[str]:
    """Without how often it turned the knob, which depends on what it heard."""
    return list(dict.fromkeys(one for one in asked if one != "job wait"))


@pytest.fixture
def home(travelled: Any, tmp_path: Path) -> Path:
    """Another home with the model."""
    trained, _, _ = travelled
    shutil.copytree(trained / "models", tmp_path / "home" / "models")
    return tmp_path / "home"


async def test_in_memory_by_the_elder_protocol(home: Path) -> None:
    async with Client(build(start(home)), mode="legacy") as client:
        arrived(await Journey(client).play())


async def test_over_the_standard_streams(home: Path, era: Any) -> None:
    async with Client(command(home), mode=era) as client:
        arrived(await Journey(client).play())


async def test_over_http(home: Path, era: Any) -> None:
    serving = served(start(home))
    url = await anyio.to_thread.run_sync(next, serving)
    try:
        async with Client(f"{url}mcp", mode=era) as client:
            arrived(await Journey(client).play())
    finally:
        await anyio.to_thread.run_sync(next, serving, None)


async def test_trainings_begun_over_two_transports_are_followed_over_every_one(
    tmp_path: Path,
) -> None:
    """One by the standard streams and the elder protocol, one over HTTP and the newer."""
    home = tmp_path / "home"
    folder = recordings(home / "datasets" / "my strings")
    kernel = start(home, NEEDLESS)
    kernel.host.add(Mappers(), "mappers")
    serving = served(kernel)
    url = await anyio.to_thread.run_sync(next, serving)
    ways: dict[str, Callable[[], Any]] = {
        "memory": lambda: build(kernel),
        "stdio": lambda: command(home),
        "http": lambda: f"{url}mcp",
    }
    try:
        async with AsyncExitStack() as stack:
            journeys = {
                (way, era): Journey(await stack.enter_async_context(Client(door(), mode=era)))
                for way, door in ways.items()
                for era in ("auto", "legacy")
            }
            await journeys["stdio", "legacy"].begin(folder, "one", steps=2)
            await journeys["http", "auto"].begin(folder, "two", steps=2)
            async with anyio.create_task_group() as tasks:
                for journey in journeys.values():
                    tasks.start_soon(followed, journey)
    finally:
        await anyio.to_thread.run_sync(next, serving, None)
    assert {card.name for card in kernel.registry.cards()} == {"one", "two"}


async def followed(journey: Journey) -> None:
    """To the end of both trainings, and a take."""
    for name in ("one", "two"):
        await journey.wait(name)
    made = await journey.ask("generate", model="two", seconds=0.5)
    while made.get("state") in ("waiting", "running"):
        made = await journey.ask("job", what="wait", job=made["job"])
    assert Path(made["path"]).is_file()
