"""The resources and their subscriptions, in both eras, and the prompts."""

from __future__ import annotations

import base64
import json
import shutil
import threading
import warnings
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
from mcp import Client, MCPError
from tests.surfaces.osc.serving import serving

from timbrel_mcp.news import APART, News
from timbrel_mcp.server import build
from timbrel_osc.packet import Message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from timbrel import Kernel

pytestmark = pytest.mark.anyio
SESSION = "timbrel://session"


async def read(client: Client, uri: str) -> str:
    [content] = (await client.read_resource(uri)).contents
    return getattr(content, "text", "")


@asynccontextmanager
async def hearing(server: Any, era: str, *uris: str) -> AsyncIterator[tuple[Client, Any]]:
    """A client, and a function that waits for the next URI it is told of."""
    send, take = anyio.create_memory_object_stream[str](100)

    async def told(message: Any) -> None:
        if getattr(message, "method", "") == "notifications/resources/updated":
            await send.send(str(message.params.uri))

    async with Client(server, mode=era, message_handler=told) as client:
        if era == "legacy":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for uri in uris:
                    await client.subscribe_resource(uri)
            yield client, take.receive
        else:
            async with client.listen(resource_subscriptions=uris) as stream:

                async def following() -> str:
                    return str((await anext(aiter(stream))).uri)  # type: ignore[union-attr]

                yield client, following
    send.close()
    take.close()


async def test_the_session_is_a_resource(stage: Kernel, era: Any) -> None:
    async with Client(build(stage), mode=era) as client:
        session = json.loads(await read(client, SESSION))
        assert session["model"] == "bell" and session["knobs"][1]["value"] == 0.5
        guide = await read(client, "timbrel://knobs")
        assert "**pitch**, 0.5 to 2 x, at rest 1, safe 0.8 to 1.25" in guide
        models = json.loads(await read(client, "timbrel://models"))["models"]
        assert [one["name"] for one in models] == ["bell"]
        assert json.loads(await read(client, "timbrel://jobs")) == {"jobs": []}


async def test_takes_models_and_spectrograms_are_read_by_template(
    trained: Kernel, era: Any, assistant: Any
) -> None:
    trained.session.load("bell")
    async with Client(build(trained), mode=era) as client:
        made = await assistant.call(client, "generate", seconds=1.0)
        [one] = json.loads(await read(client, "timbrel://takes"))["takes"]
        assert one["path"] == made["path"] and one["id"] == made["take"] == 1
        take = json.loads(await read(client, "timbrel://takes/1"))
        assert take["seconds"] == 1.0 and take["untrusted"]["recipe"]["model"] == "bell"
        [picture] = (await client.read_resource("timbrel://takes/1/spectrogram")).contents
        assert base64.b64decode(getattr(picture, "blob", "")).startswith(b"\x89PNG")
        model = json.loads(await read(client, "timbrel://models/bell"))
        assert model["untrusted"]["family"] == "tone"
        templates = (await client.list_resource_templates()).resource_templates
        assert len(templates) == 3


@pytest.mark.parametrize(
    "uri", ["takes/99", "takes/..%2f1", "takes/-1", "takes/1e3", "models/gong", "models/..%2Fa"]
)
async def test_what_is_not_there_is_said_without_names(trained: Kernel, uri: str) -> None:
    async with Client(build(trained)) as client:
        with pytest.raises(MCPError) as caught:
            await client.read_resource(f"timbrel://{uri}")
        assert str(trained.places.home) not in str(caught.value)


async def test_a_subscriber_is_told_when_any_surface_moves_a_knob(stage: Kernel, era: Any) -> None:
    async with hearing(build(stage), era, SESSION) as (_, following):
        move = {"pitch": 1.5}
        threading.Thread(target=stage.session.move, args=(move,), kwargs={"origin": "osc"}).start()
        with anyio.fail_after(20):
            assert await following() == SESSION


async def test_jobs_takes_and_models_are_told_too(stage: Kernel, era: Any) -> None:
    uris = ("timbrel://jobs", "timbrel://takes", "timbrel://models")
    async with hearing(build(stage), era, *uris) as (_, following):
        stage.jobs.start("nothing", lambda job: {})
        take = stage.session.make(0.1)
        stage.session.save(take, stage.places.renders / "x.wav")
        stage.registry.remove("bell")
        heard: set[str] = set()
        with anyio.fail_after(20):
            while heard != set(uris):
                heard.add(await following())


async def test_many_moves_are_told_as_few(stage: Kernel) -> None:
    told: list[str] = []

    async def tell(uri: str) -> None:
        told.append(uri)

    news = News(stage, tell)
    stage.host.add(news, "news")
    took = 0.0
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(news.run)
        began = anyio.current_time()
        for step in range(500):
            stage.session.move({"level": step / 500})
            for _ in range(3):
                await anyio.lowlevel.checkpoint()
        took = anyio.current_time() - began
        tasks.cancel_scope.cancel()
    assert 1 <= len(told) <= took / APART + 1


async def test_who_has_gone_is_told_nothing_and_nobody_else_suffers(stage: Kernel) -> None:
    server = build(stage)
    first, second = hearing(server, "legacy", SESSION), hearing(server, "legacy", SESSION)
    async with first as (gone, _), second as (_, following):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            await gone.unsubscribe_resource(SESSION)
        stage.session.move({"pitch": 2})
        with anyio.fail_after(20):
            await following()
    async with hearing(server, "legacy", SESSION) as (_, following):
        stage.session.move({"pitch": 1})
        with anyio.fail_after(20):
            assert await following() == SESSION


async def test_a_server_that_ended_hears_nothing_more(stage: Kernel) -> None:
    before = len(stage.host.manager.get_plugins())
    async with Client(build(stage)):
        assert len(stage.host.manager.get_plugins()) == before + 1
    assert len(stage.host.manager.get_plugins()) == before


async def test_over_http_a_subscriber_hears_http_and_osc(
    stage: Kernel, url: str, era: Any, play_at: Callable[[int], Any]
) -> None:
    with serving(stage) as osc:
        async with hearing(f"{url}mcp", era, SESSION) as (client, following):
            async with httpx.AsyncClient() as web:
                await web.post(f"{url}api/session/move", json={"level": 0.25})
            with anyio.fail_after(20):
                assert await following() == SESSION
            assert json.loads(await read(client, SESSION))["knobs"][1]["value"] == 0.25
            player = play_at(osc.port)
            player.send(Message("/timbrel/main/param/level", (0.75,)))
            with anyio.fail_after(20):
                assert await following() == SESSION
            assert stage.session.values["level"] == 0.75


@pytest.mark.skipif(not shutil.which("oscsend"), reason="oscsend (liblo-tools) is not installed")
async def test_a_knob_that_oscsend_moves_is_told_to_a_subscriber(
    stage: Kernel, url: str, era: Any
) -> None:
    with serving(stage) as osc:
        async with hearing(f"{url}mcp", era, SESSION) as (client, following):
            send = ["oscsend", "localhost", str(osc.port), "/timbrel/main/param/level", "f", "0.75"]
            await anyio.run_process(send)
            with anyio.fail_after(20):
                assert await following() == SESSION
            assert json.loads(await read(client, SESSION))["knobs"][1]["value"] == 0.75


async def test_prompts_hold_the_words_they_are_given(stage: Kernel, era: Any) -> None:
    async with Client(build(stage), mode=era) as client:
        prompts = {one.name for one in (await client.list_prompts()).prompts}
        assert prompts == {"explore", "listen", "instrument"}
        for name, given in [
            ("explore", {"mood": "cold rain"}),
            ("listen", {"a": "take 1", "b": "take 2"}),
            ("instrument", {"folder": "bells"}),
        ]:
            answer = await client.get_prompt(name, given)
            text = getattr(answer.messages[0].content, "text", "")
            assert all(word in text for word in given.values())
        answer = await client.get_prompt("explore", {"mood": "a\u202eb{steps}" + "x" * 999})
        text = getattr(answer.messages[0].content, "text", "")
        assert "\u202e" not in text and "{steps}" in text and "x" * 300 not in text
