"""The layouts for other programs hold addresses that there are; what runs here is played."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

import numpy as np
import pytest
from tests.surfaces.osc.serving import serving

from timbrel import Audio, Card, Control, Kernel, hookimpl, offers
from timbrel_osc.desk import Desk
from timbrel_osc.errand import Errands
from timbrel_osc.feedback import Feedback

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel_osc.server import Osc

FOLDER = Path(__file__).parents[2] / "examples" / "osc"
sys.path.insert(0, str(FOLDER))
from draw import FILES, KNOBS, draw, knobs  # type: ignore[import-not-found]  # noqa: E402

sys.path.remove(str(FOLDER))


class Noise(offers.Model):
    rate, channels = 8000, 1
    controls = tuple(Control(name, -1, 1, 0.0) for name in KNOBS)

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
        yield Audio(np.zeros((1, frames), np.float32), self.rate)


class Plugin:
    @hookimpl
    def families(self) -> list[offers.Family]:
        class Family(offers.Family):
            name, says = "noise", "Nothing but knobs"

            def load(self, folder: Path) -> offers.Model:
                return Noise()

        return [Family()]


@pytest.fixture
def knobbed(kernel: Kernel) -> Kernel:
    """A kernel whose model has the knobs that most models have."""
    kernel.host.add(Plugin(), "noise")
    draft = kernel.registry.draft()
    (draft / "noise.json").write_text("{}")
    kernel.registry.add(Card("noise", "noise"), draft)
    kernel.session.load("noise", mapper="direct")
    return kernel


@pytest.fixture
def osc(knobbed: Kernel) -> Iterator[Osc]:
    with serving(knobbed) as osc:
        yield osc


def addresses(kernel: Kernel) -> set[str]:
    feedback = Feedback(lambda data, peer: None, lambda: 0.0)
    desk = Desk(kernel, feedback, lambda data, peer: None, Errands(lambda: None), lambda: 0.0)
    return set(desk.routes)


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    return zlib.decompress(data) if path.suffix == ".tosc" else data


def used(path: Path) -> set[str]:
    """The addresses of a layout, whatever kind it is."""
    text = unpacked(path).decode()
    if path.suffix == ".pd":
        formats = re.findall(r"oscformat (timbrel [a-z_0-9/ ]+)", text)
        return {f"/{one.replace(' ', '/')}" for one in formats}
    found = re.findall(r"/timbrel/[a-z_0-9/@]+", text)
    return {address.replace("@", "1") for address in found}


@pytest.mark.parametrize("name", FILES)
def test_a_layout_is_what_is_drawn(name: str, tmp_path: Path) -> None:
    draw(KNOBS, tmp_path)
    assert unpacked(FOLDER / name) == unpacked(tmp_path / name)


@pytest.mark.parametrize("name", FILES)
def test_every_address_of_a_layout_is_one_that_there_is(name: str, knobbed: Kernel) -> None:
    found = used(FOLDER / name)
    assert found <= addresses(knobbed) and len(found) >= 3
    if not name.endswith("ReaperOSC"):
        assert {f"/timbrel/main/param/{knob}/normalized" for knob in KNOBS} <= found


def test_the_layouts_that_are_data_can_be_read(knobbed: Kernel) -> None:
    boxes = json.loads((FOLDER / "timbrel.maxpat").read_text())["patcher"]
    names = {box["box"]["id"] for box in boxes["boxes"]}
    for line in boxes["lines"]:
        assert {line["patchline"]["source"][0], line["patchline"]["destination"][0]} <= names
    session = json.loads((FOLDER / "timbrel.session.json").read_text())
    ids = [widget["id"] for widget in session["content"]["widgets"]]
    assert len(ids) == len(set(ids)) and set(KNOBS) <= set(ids)
    root = Xml.fromstring(unpacked(FOLDER / "timbrel.tosc"))
    assert len(root.findall(".//node[@type='FADER']")) == len(KNOBS) + 1  # and the volume


def test_layouts_are_drawn_for_the_model_that_is_loaded(osc: Osc, tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{osc.query_port}"
    assert sorted(knobs(url)) == sorted(KNOBS)
    subprocess.run(
        [sys.executable, str(FOLDER / "draw.py"), url, str(tmp_path / "mine")], check=True
    )
    assert {path.name for path in (tmp_path / "mine").iterdir()} == set(FILES)


# Other names of what has one there, and what ends or goes on with a training as others do.
ALSO = {"load", "model/load", "preset/load", "transport/play", "transport/panic", "train/cancel"}


def test_the_patch_for_pure_data_has_the_whole_address_space(knobbed: Kernel) -> None:
    every = {one for one in addresses(knobbed) if "/knob/" not in one or one.endswith("/1")}
    there = used(FOLDER / "timbrel.pd")
    there |= {one.replace("/timbrel/main/", "/timbrel/") for one in there}
    assert every - there == {f"/timbrel/main/{one}" for one in ALSO}


SAID = {
    "port": "{port}",
    "subscribe": "symbol normalized",
    "brightness": "0.75",
    "warmth-raw": "1",
    "params": "list",
    "model": "list",
    "model-list": "list",
    "preset-save": "symbol bed",
    "preset-list": "list",
    "preset": "symbol bed",
    "transport-state": "list",
    "transport-ahead": "10",
    "transport-volume": "7",
    "transport-loop": "list",
    "transport-recording": "list",
    "transport-keep": "list",
    "texture-reset": "list",
    "tension-glide": "1 0",
    "transport-stop": "1",
    "train-status": "list",
    "train-start": "symbol nothing",
    "train-stop": "list",
    "automation-list": "list",
    "controllers": "list",
    "unlearn": "symbol nothing",
    "blend": "list",
    "ping": "5",
    "version": "list",
    "sessions": "list",
    "generate": "list 0.2 3 take",
}
HEARD = (
    *("main param brightness normalized 0.75", "main param texture normalized 0.5", "pong 5"),
    *("main model noise", "main model/list noise", "main preset/save bed", "main preset/list bed"),
    *("main preset bed", "main transport/state resting", "main transport/ahead 20"),
    *("main transport/volume 1", "main transport/loop 0", "main train/status"),
    *("main transport/recording", "error /timbrel/main/transport/keep"),
    "main param warmth normalized 1",
    *("error /timbrel/main/train/start missing", "error /timbrel/main/train/stop missing"),
    *("main automation/list", "main controllers", "error /timbrel/main/unlearn missing"),
    *("main blend noise", "main sessions main", "main version", "main job", "main render"),
)


@pytest.mark.skipif(not shutil.which("pd"), reason="Pure Data is not installed")
def test_the_patch_for_pure_data_plays_the_address_space(knobbed: Kernel, osc: Osc) -> None:
    told = [f"timbrel-{name} {values.format(port=osc.port)}" for name, values in SAID.items()]
    sent = [word for one in told for word in ("-send", one)]
    command = ["pd", "-nogui", "-noaudio", "-nomidi", "-stderr", *sent, str(FOLDER / "timbrel.pd")]
    patch = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert patch.stderr is not None
    watchdog = Timer(60, patch.kill)
    watchdog.start()
    wanted, lines = {one.replace("/", " ") for one in HEARD}, []
    try:
        for line in patch.stderr:
            lines.append(line)
            plain = line.replace("/", " ")
            wanted -= {one for one in wanted if f"timbrel: timbrel {one}" in plain}
            if not wanted:
                break
    finally:
        watchdog.cancel()
        patch.kill()
        patch.wait()
        patch.stderr.close()
    assert not wanted, "".join(lines)
    assert knobbed.session.values["brightness"] == 0.5
