"""Played by an assistant, through the SDK's own client."""

from __future__ import annotations

import json
import sys
import textwrap
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver.exceptions import ToolError

from timbrel import Kernel, hookimpl, offers
from timbrel_mcp.server import Mcp, build
from timbrel_web.server import Web

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["auto", "legacy"])
def era(request: pytest.FixtureRequest) -> Any:
    """The protocol of 2026-07-28, and the handshake of those before it."""
    return request.param


async def call(client: Client, name: str, /, **given: Any) -> dict[str, Any]:
    """The facts that a tool answers, whose words are their 'says'."""
    answer = await client.call_tool(name, given)
    assert not answer.is_error, answer.content
    assert answer.structured_content is not None
    assert getattr(answer.content[0], "text", None) == answer.structured_content["says"]
    return answer.structured_content


async def trouble(client: Client, name: str, /, **given: Any) -> str:
    answer = await client.call_tool(name, given)
    assert answer.is_error
    return getattr(answer.content[0], "text", "")


async def test_every_action_is_a_tool_with_all_four_hints(stage: Kernel, era: Any) -> None:
    async with Client(build(stage), mode=era) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    own = {"get_state", "load_model", "set_knobs", "job_status", "job_stop"}
    assert set(tools) == own | {*stage.host.table(offers.Action)}
    for tool in tools.values():
        hints = tool.annotations
        assert hints is not None and tool.description
        assert hints.open_world_hint is False
        assert None not in (
            hints.read_only_hint,
            hints.destructive_hint,
            hints.idempotent_hint,
        )
    assert tools["models_show"].annotations.read_only_hint is True  # type: ignore[union-attr]
    assert tools["models_delete"].annotations.destructive_hint is True  # type: ignore[union-attr]
    taken = tools["generate"].input_schema
    assert set(taken["properties"]) == {"model", "duration", "set", "out"}
    assert taken["required"] == ["model"]
    assert taken["properties"]["duration"]["description"] == "Seconds."
    assert "enum" in tools["count"].input_schema["properties"]["way"]
    assert tools["generate"].output_schema is not None


async def test_an_assistant_plays(stage: Kernel, era: Any) -> None:
    async with Client(build(stage), mode=era, raise_exceptions=True) as client:
        state = await call(client, "get_state")
        assert state["model"] == "bell" and state["models"] == ["bell"]
        assert state["knobs"][0]["safe"] == [0.8, 1.25]
        assert "pitch = 1 x (0.5 to 2)" in state["says"]
        moved = await call(client, "set_knobs", values={"pitch": 9, "level": 0.25})
        assert moved["values"] == {"pitch": 2.0, "level": 0.25}
        assert "9 is out of range" in moved["says"]
        made = await call(client, "generate", model="bell", set=["level=0.75"])
        assert made["path"].endswith("bell.wav") and made["peak"] is None
        assert stage.session.values == {"pitch": 2.0, "level": 0.75, "air hiss": 0.0}
        again = await call(client, "load_model", name="bell")
        assert again["knobs"][0]["value"] == 1.0


async def test_a_job_is_begun_watched_and_stopped(stage: Kernel, era: Any) -> None:
    async with Client(build(stage), mode=era) as client:
        begun = await call(client, "count", way="forever")
        assert begun["job"] in begun["says"]
        assert (await call(client, "job_status", job=begun["job"]))["state"] == "running"
        assert "asked to stop" in (await call(client, "job_stop", job=begun["job"]))["says"]
        stage.jobs.all[-1].result(5)
        ended = await call(client, "job_status", job=begun["job"])
        assert ended["state"] == "stopped" and "steps" in ended["result"]
        assert ended["facts"] == {"loss": None}
        assert (await call(client, "get_state"))["jobs"] == [
            {"job": begun["job"], "state": "stopped"}
        ]
        for way, says in {"wrong": "abacus", "broken": "Its log says"}.items():
            begun = await call(client, "count", way=way)
            await call(client, "job_stop", job=begun["job"])
            ended = await call(client, "job_status", job=begun["job"])
            assert ended["state"] == "failed" and says in ended["says"]
            assert "secret" not in json.dumps(ended)


async def test_only_a_problems_words_reach_the_model(stage: Kernel, era: Any) -> None:
    async with Client(build(stage), mode=era) as client:
        assert "Make room" in await trouble(client, "full")
        assert "There is: bell" in await trouble(client, "models_show", name="gong")
        assert "No control 'wow'" in await trouble(client, "set_knobs", values={"wow": 1})
        assert "no such job" in await trouble(client, "job_status", job="x")
        assert "secret" not in await trouble(client, "fail")
        assert "name" in await trouble(client, "models_show")


async def test_numbers_are_finite(stage: Kernel) -> None:
    server = build(stage)
    with pytest.raises(ToolError, match="pitch cannot be nan"):
        await server.call_tool("set_knobs", {"values": {"pitch": float("nan")}})
    with pytest.raises(ToolError, match="not finite"):
        await server.call_tool("generate", {"model": "bell", "duration": float("inf")})


@pytest.mark.parametrize("out", ["/tmp/x.wav", "../x.wav", "renders/../../x.wav", "a\0b.wav"])
async def test_no_path_leads_out(stage: Kernel, out: str) -> None:
    async with Client(build(stage)) as client:
        says = await trouble(client, "generate", model="bell", out=out)
        assert "outside" in says and "x.wav" not in says


async def test_no_folder_to_learn_from_leads_out(stage: Kernel, tmp_path: Path) -> None:
    async with Client(build(stage)) as client:
        for folder in (str(tmp_path), "/", "../..", "~"):
            says = await trouble(client, "learn", folder=folder)
            assert "outside" in says, folder
        told = await client.call_tool("learn", {"folder": "a dataset"})
        assert not told.is_error


async def test_a_named_root_is_open(stage: Kernel, tmp_path: Path) -> None:
    (tmp_path / "sounds").mkdir()
    stage.settings["roots"] = [tmp_path / "sounds"]
    async with Client(build(stage)) as client:
        await call(client, "generate", model="bell", out=str(tmp_path / "sounds" / "x.wav"))
    assert (tmp_path / "sounds" / "x.wav").exists()


async def test_the_session_is_a_resource(stage: Kernel, era: Any) -> None:
    async with Client(build(stage), mode=era) as client:
        [content] = (await client.read_resource("timbrel://session")).contents
        session = json.loads(getattr(content, "text", ""))
        assert session["model"] == "bell" and session["knobs"][1]["value"] == 0.5
        origins: list[str] = []

        class Ear:
            @hookimpl
            def controls_moved(self, origin: str) -> None:
                origins.append(origin)

        stage.host.add(Ear(), "ear")
        await call(client, "set_knobs", values={"pitch": 2})
        assert origins == ["mcp"]


@pytest.fixture
def url(stage: Kernel) -> Iterator[str]:
    """Of a server that has the assistants' part in it."""

    class Surfaces:
        @hookimpl
        def surfaces(self) -> list[offers.Surface]:
            return [Mcp()]

    stage.host.add(Surfaces(), "mcp")
    stage.settings |= {"port": 0}
    web, stop = Web(), Event()
    thread = Thread(target=web.serve, args=(stage, stop))
    thread.start()
    assert web.ready.wait(20)
    yield web.url
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


async def test_over_http_it_is_the_same_session(stage: Kernel, url: str, era: Any) -> None:
    async with Client(f"{url}mcp", mode=era) as client:
        await call(client, "set_knobs", values={"pitch": 1.5})
        assert stage.session.values["pitch"] == 1.5


async def test_over_http_a_stranger_is_turned_away(url: str) -> None:
    import httpx

    ask = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Accept": "application/json, text/event-stream"}
    async with httpx.AsyncClient() as client:
        for more, status in [
            ({"Host": "evil.example"}, 421),
            ({"Origin": "http://evil.example"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
        ]:
            answer = await client.post(f"{url}mcp", json=ask, headers=headers | more)
            assert answer.status_code == status


async def test_over_the_standard_streams_it_serves_alone(tmp_path: Path) -> None:
    assert Mcp.alone
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from threading import Event
        from timbrel import Kernel, hooks
        from timbrel.host import Host
        from timbrel_mcp.server import Mcp
        Mcp().serve(Kernel(Host(hooks.NAME, hooks), Path(sys.argv[1])), Event())
        """
    )
    server = StdioServerParameters(command=sys.executable, args=["-c", script, str(tmp_path)])
    async with Client(server) as client:
        assert (await call(client, "get_state"))["model"] == ""
