"""Over the standard streams, as a process of its own: alone, or as a door to a server."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from timbrel_mcp.join import There, running
from timbrel_mcp.news import EVERY

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Kernel

pytestmark = pytest.mark.anyio
FAR = '{"url": "http://192.0.2.1:7860/", "token": "secret"}'
MAIN = "from timbrel_cli import main; main()"


def command(home: Path, *options: str) -> StdioServerParameters:
    environment = {**os.environ, "TIMBREL_HOME": str(home)}
    words = ["-c", MAIN, "mcp", *options]
    return StdioServerParameters(command=sys.executable, args=words, env=environment)


async def test_where_nothing_is_served_it_serves_its_own(
    tmp_path: Path, era: Any, assistant: Any
) -> None:
    async with Client(command(tmp_path), mode=era) as client:
        state = await assistant.call(client, "get_state")
        assert state["model"] == "" and state["folders"] == [str(tmp_path / "renders")]
        assert len((await client.list_tools()).tools) == 16


async def test_its_options_say_what_assistants_may_do(tmp_path: Path) -> None:
    async with Client(command(tmp_path, "--profile", "small")) as client:
        assert len((await client.list_tools()).tools) == 6
    async with Client(command(tmp_path, "--profile", "full", "--delete")) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        assert {"do", "models_show", "models_delete"} <= names


def test_its_help_says_what_assistants_may_be_allowed(tmp_path: Path) -> None:
    done = said(tmp_path, "--help")
    assert done.returncode == 0
    for word in ("--profile", "small", "play", "full", "--read-only", "--delete", "--root"):
        assert word in done.stdout


def test_a_profile_that_there_is_not_is_told_and_nothing_is_served(tmp_path: Path) -> None:
    done = said(tmp_path, "--profile", "tiny")
    assert done.returncode == 2 and done.stdout == ""
    assert "small" in done.stderr and "Traceback" not in done.stderr


def said(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", MAIN, "mcp", *options]
    environment = {**os.environ, "TIMBREL_HOME": str(home)}
    return subprocess.run(words, capture_output=True, text=True, env=environment, input="")


async def test_where_a_server_runs_its_session_is_joined(
    stage: Kernel, url: str, era: Any, assistant: Any
) -> None:
    heard: list[float] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        heard.append(progress)

    def work(job: Any) -> dict[str, Any]:
        while job.advance(0.5):
            pass
        return {"says": "Done."}

    async with Client(command(stage.places.home), mode=era) as client:
        await assistant.call(client, "set_knobs", values={"pitch": 1.5})
        assert stage.session.values["pitch"] == 1.5
        [content] = (await client.read_resource("timbrel://session")).contents
        assert json.loads(getattr(content, "text", ""))["model"] == "bell"
        assert {str(one.uri) for one in (await client.list_resources()).resources} >= {*EVERY}
        assert (await client.list_resource_templates()).resource_templates
        assert (await client.list_prompts()).prompts
        assert (await client.get_prompt("explore", {"mood": "rain"})).messages
        says = await assistant.trouble(client, "set_knobs", values={"wow": 1})
        assert "No control 'wow'" in says
        job = stage.jobs.start("slow", work)
        ask = {"what": "wait", "job": job.name, "seconds": 1}
        await client.call_tool("job", ask, progress_callback=hear)
        job.stop()
        assert heard[-1] == 0.5


async def test_a_joined_assistant_is_told_of_moves_made_elsewhere(
    stage: Kernel, url: str, era: Any
) -> None:
    told = anyio.Event()

    async def hear(message: Any) -> None:
        if getattr(message, "method", "") == "notifications/resources/updated":
            told.set()

    async def move() -> None:
        """Again and again: the door may not have begun to listen at the first."""
        level = 0.0
        while not told.is_set():
            level = (level + 0.01) % 1
            await anyio.to_thread.run_sync(stage.session.move, {"level": level})
            with anyio.move_on_after(0.2):
                await told.wait()

    async with Client(command(stage.places.home), mode=era, message_handler=hear) as client:
        if era == "legacy":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                await client.subscribe_resource("timbrel://session")
            with anyio.fail_after(30):
                await move()
            return
        listening = client.listen(resource_subscriptions=["timbrel://session"])
        async with listening as stream, anyio.create_task_group() as tasks:
            tasks.start_soon(move)
            with anyio.fail_after(30):
                async for event in stream:
                    assert str(getattr(event, "uri", "")) == "timbrel://session"
                    break
            told.set()


async def test_a_joined_assistant_may_be_held_to_less(
    stage: Kernel, url: str, assistant: Any
) -> None:
    async with Client(command(stage.places.home, "--read-only")) as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        assert "get_state" in names and "set_knobs" not in names
        says = await assistant.trouble(client, "set_knobs", values={"pitch": 2})
        assert "no such tool" in says
        assert stage.session.values["pitch"] == 1.0


async def test_a_server_with_a_key_is_joined_by_the_file(
    stage: Kernel, assistant: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tests.surfaces.mcp.conftest import served

    tmp_path.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    stage.settings["token"] = True
    for _ in served(stage):
        async with Client(command(stage.places.home)) as client:
            assert (await assistant.call(client, "get_state"))["model"] == "bell"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows may ask whether to open the port")
def test_a_server_for_the_whole_network_is_joined_on_this_machine(
    stage: Kernel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tests.surfaces.mcp.conftest import served

    tmp_path.chmod(0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    stage.settings["host"] = "0.0.0.0"
    for _ in served(stage):
        there = running(stage.places.home)
        assert there and there.url.startswith("http://127.0.0.1:") and there.token


def test_the_file_is_its_owners_and_goes_with_the_server(stage: Kernel) -> None:
    from tests.surfaces.mcp.conftest import served

    file = stage.places.home / "run" / "web.json"
    for url in served(stage):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert json.loads(file.read_text())["url"] == url
        assert running(stage.places.home) == There(url)
    assert not file.exists() and running(stage.places.home) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_file_that_others_could_have_written_is_not_believed(stage: Kernel, url: str) -> None:
    home = stage.places.home
    file = home / "run" / "web.json"
    assert running(home)
    file.chmod(0o644)
    assert running(home) is None
    file.chmod(0o600)
    (home / "elsewhere.json").write_bytes(file.read_bytes())
    (home / "elsewhere.json").chmod(0o600)
    file.unlink()
    file.symlink_to(home / "elsewhere.json")
    assert running(home) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"url": 3}', '{"url": "file:///etc/passwd"}', "{}", FAR]
)
def test_a_file_of_a_server_that_is_gone_or_none_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "run").mkdir()
    file = tmp_path / "run" / "web.json"
    file.write_text(text)
    file.chmod(0o600)
    assert running(tmp_path) is None
    file.write_text(json.dumps({"url": "http://127.0.0.1:1/"}))
    assert running(tmp_path) is None


async def test_when_the_server_ends_it_is_said(
    stage: Kernel, assistant: Any, caplog: pytest.LogCaptureFixture
) -> None:
    from tests.surfaces.mcp.conftest import served

    serving = served(stage)
    await anyio.to_thread.run_sync(next, serving)
    async with Client(command(stage.places.home)) as client:
        await assistant.call(client, "get_state")
        await anyio.to_thread.run_sync(next, serving, None)
        with anyio.fail_after(60):
            assert "has ended" in await assistant.trouble(client, "get_state")
    assert "Exception in ASGI" not in caplog.text
