"""The pages on surfaces are true: what they say to type is typed here."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from timbrel_cli.house import House
from timbrel_cli.run import _chosen
from timbrel_cli.voice import Voice
from timbrel_mcp.server import Mcp
from timbrel_osc.packet import Message
from timbrel_osc.server import Osc
from timbrel_web.server import Web

if TYPE_CHECKING:
    from tests.surfaces.conftest import PlayAt

    from timbrel import Kernel

DOCS = Path(__file__).parents[2] / "docs"


def typed(page: str, command: str) -> list[str]:
    """The lines of a page's shell blocks that call the command."""
    blocks = re.findall(r"```sh\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith(command)]


PAGES = sorted(page.name for page in DOCS.glob("*.md") if "timbrel " in page.read_text())


@pytest.mark.parametrize("page", ["../README.md", *PAGES])
def test_every_command_on_a_page_is_one_that_there_is(page: str, tmp_path: Path) -> None:
    house = House(Voice(False))
    try:
        for line in typed(page, "timbrel"):
            words = shlex.split(line, comments=True)[1:]
            assert callable(_chosen(["--home", str(tmp_path), *words], house)), line
    finally:
        house.close()


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_every_curl_of_the_http_page_works(stage: Kernel) -> None:
    lines = typed("api.md", "curl")
    assert len(lines) >= 10
    stage.settings |= {"port": 0}
    stage.jobs.start("count", lambda job: {"says": "Counted."}).result(5)
    web, stop = Web(), Event()
    thread = Thread(target=web.serve, args=(stage, stop))
    thread.start()
    assert web.ready.wait(20)
    try:
        for line in lines:
            words = shlex.split(line.replace("http://127.0.0.1:7860/", web.url))
            done = subprocess.run(
                [*words, "-sSf", "--noproxy", "*"], capture_output=True, text=True
            )
            assert done.returncode == 0, (line, done.stdout, done.stderr)
    finally:
        stop.set()
        thread.join(5)
    assert stage.session.values["pitch"] == 1.5


@pytest.mark.skipif(not shutil.which("oscsend"), reason="oscsend (liblo-tools) is not installed")
def test_every_oscsend_of_the_osc_page_works(stage: Kernel, play_at: PlayAt) -> None:
    stage.settings["osc_port"] = 0
    osc, stop = Osc(), Event()
    thread = Thread(target=osc.serve, args=(stage, stop))
    thread.start()
    assert osc.ready.wait(5)
    player = play_at(osc.port)
    try:
        for line in typed("osc.md", "oscsend"):
            words = shlex.split(
                line.replace("7711", str(osc.port)).replace("9001", f"{player.own}")
            )
            subprocess.run(words, check=True)
            if "load" in line:
                while player.ask("/timbrel/main/load", "bell")[0].address == "/timbrel/error":
                    pass  # that of the line above is still under way
        assert player.hear()[0].address.endswith("/normalized")
    finally:
        stop.set()
        player.send(Message("/timbrel/ping"))
        thread.join(5)
    assert stage.session.values == {"pitch": 1.5, "level": 0.25, "air hiss": 0.0}


def test_the_assistants_page_names_the_command_and_the_route() -> None:
    page = (DOCS / "assistants.md").read_text()
    [block] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    [server] = json.loads(block)["mcpServers"].values()
    assert server["args"] == [Mcp.name] and Mcp.alone
    assert f"http://127.0.0.1:7860/{Mcp.name}" in page
