"""The whole way, training included, on every transport: python -m tests.surfaces.mcp.everywhere"""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import soundfile
from mcp import Client
from tests.serving import serving
from tests.surfaces.mcp.journey import FIFTH, Journey, command, recordings

from timbrel import start
from timbrel_mcp.server import build
from timbrel_web.server import Web

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def memory(home: Path) -> Iterator[Any]:
    yield build(start(home))


@contextmanager
def streams(home: Path) -> Iterator[Any]:
    yield command(home)


@contextmanager
def http(home: Path) -> Iterator[Any]:
    with serving(start(home), web := Web()):
        yield f"{web.url}mcp"


async def went(server: Any, era: Any, folder: Path) -> dict[str, Any]:
    async with Client(server, mode=era) as client:
        return await Journey(client).go(folder)


def main() -> None:
    for way in (memory, streams, http):
        for era in ("auto", "legacy"):
            with tempfile.TemporaryDirectory() as place:
                home, begun = Path(place) / "home", time.monotonic()
                folder = recordings(home / "datasets" / "my strings")
                with way(home) as server:
                    told = anyio.run(went, server, era, folder)
                info = soundfile.info(told["path"])
                arrived = told["last"] >= FIFTH * told["first"] and info.format == "FLAC"
                took = f"{time.monotonic() - begun:.0f} s"
                bright = f"{told['first']:.1f} to {told['last']:.1f} Cam"
                print(way.__name__, era, f"arrived={arrived}", bright, info.subtype, took)


if __name__ == "__main__":
    main()
