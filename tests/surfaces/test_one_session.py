"""One session: what one surface moves, every other one sees, and nobody hears an echo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from mcp import Client
from tests.serving import serving

from timbrel import Kernel, hookimpl, offers
from timbrel_mcp.server import Mcp
from timbrel_osc.packet import Message
from timbrel_osc.server import Osc
from timbrel_web.server import Web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.surfaces.conftest import PlayAt

LEVEL = "/timbrel/main/param/level"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def served(stage: Kernel) -> Iterator[tuple[str, int]]:
    """All three surfaces on one kernel: the address of the page, and the port of OSC."""

    class Surfaces:
        @hookimpl
        def surfaces(self) -> list[offers.Surface]:
            return [web, osc, Mcp()]

    web, osc = Web(), Osc()
    stage.host.add(Surfaces(), "surfaces")
    together = [s for s in stage.host.table(offers.Surface).values() if not s.alone]
    with serving(stage, *together):
        yield web.url, osc.port


@pytest.mark.anyio
async def test_each_surface_sees_what_the_others_move(
    served: tuple[str, int], play_at: PlayAt
) -> None:
    url, port = served
    mover, hearer = play_at(port), play_at(port)
    for player in (mover, hearer):
        player.ask("/timbrel/subscribe")
    async with httpx.AsyncClient(base_url=url) as http, Client(f"{url}mcp") as assistant:

        async def seen() -> set[float]:
            web = (await http.get("/api/session")).json()["values"]["level"]
            state = (await assistant.call_tool("get_state")).structured_content
            assert state is not None
            knobs = {knob["name"]: knob["value"] for knob in state["knobs"]}
            return {web, knobs["level"]}

        mover.send(Message(LEVEL, (0.75,)))
        assert hearer.hear() == [Message(LEVEL, (0.75,))]
        assert mover.until_now() == []
        assert await seen() == {0.75}

        await http.post("/api/session/move", json={"level": 0.25})
        assert mover.hear() == hearer.hear() == [Message(LEVEL, (0.25,))]
        assert await seen() == {0.25}

        await assistant.call_tool("set_knobs", {"values": {"level": 0.5}})
        assert mover.hear() == hearer.hear() == [Message(LEVEL, (0.5,))]
        assert await seen() == {0.5}
