"""The pages on surfaces are true: what they say to type is typed here."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests import serving as page
from tests.surfaces.osc.serving import serving

from timbrel import hookimpl, offers
from timbrel_cli.house import House
from timbrel_cli.run import _chosen
from timbrel_cli.voice import Voice
from timbrel_mcp.server import Mcp
from timbrel_web.server import Web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.surfaces.conftest import PlayAt

    from timbrel import Kernel

ID = "0f9c2b7e5d8a41c36e7b9d02"  # as it stands on the page
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


class Wavs(offers.Importer):
    name, says, suffixes = "wavs", "WAV files", (".wav",)


class Reading:
    @hookimpl
    def importers(self) -> list[offers.Importer]:
        return [Wavs()]


def lent(web: Web) -> str:
    """The id of a sound that was made."""
    takes = httpx.get(f"{web.url}api/takes").json()["takes"]
    return takes[-1]["id"] if takes else ID


def first_line(words: list[str], folder: Path) -> str:
    """Of a command that does not end by itself."""
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=folder) as child:
        assert child.stdout is not None
        line = child.stdout.readline().strip()
        child.terminate()
    return line


def moved_by(web: Web, folder: Path) -> str:
    """What the page's program says, run against the server."""
    [code] = re.findall(r"```python\n(.*?)```", (DOCS / "api.md").read_text(), re.DOTALL)
    program = folder / "feed.py"
    program.write_text(code.replace("ws://127.0.0.1:7860/", web.url.replace("http", "ws")))
    command = [sys.executable, str(program)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_every_curl_of_the_http_page_works(stage: Kernel, tmp_path: Path) -> None:
    lines = typed("api.md", "curl")
    assert len(lines) >= 10
    stage.host.add(Reading(), "reading")
    stage.jobs.start("count", lambda job: {"says": "Counted."}).result(5)
    with page.serving(stage, web := Web()):
        for line in lines:
            said = line.replace("http://127.0.0.1:7860/", web.url).replace(ID, lent(web))
            words = [*shlex.split(said), "-sSf", "--noproxy", "*"]
            if "-N" in words:
                assert first_line(words, tmp_path) == "event: session"
                continue
            done = subprocess.run(words, capture_output=True, cwd=tmp_path)
            assert done.returncode == 0, (line, done.stdout, done.stderr)
        assert (tmp_path / "take.wav").read_bytes()[:44] == (tmp_path / "head.wav").read_bytes()
        assert (stage.places.home / "uploads" / "first-batch" / "kick" / "one.wav").exists()
        assert moved_by(web, tmp_path) == "page:me {'level': 0.75}"
    assert stage.session.values["pitch"] == 1.5 and stage.session.values["level"] == 0.75


@pytest.mark.skipif(not shutil.which("oscsend"), reason="oscsend (liblo-tools) is not installed")
def test_every_oscsend_of_the_osc_page_works(stage: Kernel, play_at: PlayAt) -> None:
    with serving(stage) as osc:
        player = play_at(osc.port)
        for line in typed("osc.md", "oscsend"):
            words = shlex.split(
                line.replace("7711", str(osc.port)).replace("9001", f"{player.own}")
            )
            subprocess.run(words, check=True)
            if "load" in line:
                while player.ask("/timbrel/main/load", "bell")[0].address == "/timbrel/error":
                    pass  # that of the line above is still under way
        assert player.hear()[0].address.endswith("/normalized")
    assert stage.session.values == {"pitch": 1.5, "level": 0.25, "air hiss": 0.0}


def test_the_program_of_the_osc_page_plays_and_hears(stage: Kernel, tmp_path: Path) -> None:
    [code] = re.findall(r"```python\n(.*?)```", (DOCS / "osc.md").read_text(), re.DOTALL)
    program = tmp_path / "play.py"
    with serving(stage) as osc:
        program.write_text(code.replace("7711", str(osc.port)))
        done = subprocess.run(
            [sys.executable, str(program)], capture_output=True, text=True, check=True
        )
    assert stage.session.values["level"] == 0.75
    assert "/timbrel/main/param/level/normalized 0.75" in done.stdout


def test_the_osc_page_has_every_address_and_no_other(stage: Kernel) -> None:
    """Those of a knob stand there once, for all of them."""
    page = (DOCS / "osc.md").read_text()
    written = {at for at in re.findall(r"`(/[a-z_/<>]*)`", page) if not at.startswith("/timbrel")}
    stage.session.load("bell")
    names = {"pitch", "level", "air_hiss"}

    def told(address: str) -> str:
        parts = address.removeprefix("/timbrel").removeprefix("/main").split("/")
        known = ["<name>" if part in names else part for part in parts]
        return re.sub(r"\d+", "<number>", "/".join(known))

    with serving(stage) as osc:
        tree = httpx.get(f"http://127.0.0.1:{osc.query_port}/").json()
    there = {told(at) for at in leaves(tree)}
    assert there <= written | {"/transport/play", "/train/cancel"}
    assert written - {"/job", "/render", "/blend/<model>", "/model"} <= there


def leaves(node: dict[str, Any]) -> Iterator[str]:
    """The addresses of a tree of OSCQuery at which there is something."""
    if node["ACCESS"]:
        yield node["FULL_PATH"]
    for below in node.get("CONTENTS", {}).values():
        yield from leaves(below)


def test_the_assistants_page_names_the_command_and_the_route() -> None:
    page = (DOCS / "assistants.md").read_text()
    [block] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    [server] = json.loads(block)["mcpServers"].values()
    assert server["args"] == [Mcp.name] and Mcp.alone
    assert f"http://127.0.0.1:7860/{Mcp.name}" in page
