"""What is played live becomes a take: whole, known to the library, made again from its recipe."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Audio, Card, Control, Kernel, Problem, hookimpl, offers, start
from timbrel.live import FRAMES, Live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

RATE = 48000
STEP = FRAMES / RATE


class Noise(offers.Model):
    """Noise by its seed, and every second of it as loud as its knob was then."""

    channels, controls = 2, (Control("level"), Control("width"))

    def __init__(self, rate: int) -> None:
        self.rate = rate

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
        rng = np.random.default_rng(seed)
        while True:
            sound = values["level"] * rng.uniform(-1, 1, (2, 333))
            sound[1] *= values["width"]
            yield Audio(sound.astype("f4"), self.rate)


class Noises(offers.Family):
    name, says = "noises", "Noise by its seed"

    def load(self, folder: Path) -> offers.Model:
        return Noise(int((folder / "rate").read_text()))


class Plugin:
    @hookimpl
    def families(self) -> list[offers.Family]:
        return [Noises()]


def add(kernel: Kernel, name: str, rate: int | str = RATE) -> None:
    draft = kernel.registry.draft()
    (draft / "rate").write_text(str(rate))
    kernel.registry.add(Card(name, "noises", sounds=1, seconds=1.0), draft)


@pytest.fixture
def hall(trained: Kernel) -> Iterator[Kernel]:
    """Models 'wind' and 'rain' beside the bell; the live sound comes as the test pumps it."""
    trained.host.add(Plugin(), "noises")
    for name in ("wind", "rain"):
        add(trained, name)
    trained.session.load("wind")
    trained.live = Live(trained.session, clock=None)
    yield trained
    if trained.live.recorder:
        trained.live.recorder.stop()


def run(kernel: Kernel, verb: str, *arguments: Any, **options: Any) -> dict[str, Any]:
    answer = kernel.host.find(offers.Action, verb).run(kernel, *arguments, **options)
    return answer if isinstance(answer, dict) else answer.result(60)


def play(kernel: Kernel, seconds: float, seed: int = 1) -> None:
    """So much more of the live sound, a knob moved now and then."""
    rng, begin = np.random.default_rng(seed), kernel.live.done / RATE
    for now in np.arange(begin, begin + seconds, 3 * STEP):
        name = rng.choice(["level", "width"])
        if name in kernel.session.controls:
            kernel.session.move({str(name): float(rng.random())})
        kernel.live.pump(float(now))


def recorded(kernel: Kernel, **options: Any) -> Path:
    """A take of two models, a blend of them, a panic and a new seed."""
    play(kernel, 0.3)
    run(kernel, "live_record", **options)
    play(kernel, 0.3, 2)
    kernel.session.load("rain")
    play(kernel, 0.3, 3)
    kernel.live.panic()
    play(kernel, 0.1, 4)
    kernel.live.begin(7)
    play(kernel, 0.2, 5)
    kernel.session.load("wind:0.2+rain:0.8")
    kernel.session.move({"share_wind": 0.9})
    play(kernel, 0.3, 6)
    return Path(run(kernel, "live_keep")["path"])


def sidecar(path: Path) -> dict[str, Any]:
    return json.loads(path.with_name(f"{path.name}.json").read_text())


def test_a_performance_is_made_again_to_the_same_samples(hall: Kernel) -> None:
    path = recorded(hall)
    facts = soundfile.info(path)
    assert (facts.samplerate, facts.channels, facts.subtype) == (RATE, 2, "PCM_24")
    answer = run(hall, "reproduce", path)
    assert answer["equal"] and answer["same_samples"] and answer["same_rendering"]
    assert Path(answer["path"]).read_bytes() == path.read_bytes()


def test_it_is_made_again_from_the_file_alone_in_another_process(hall: Kernel) -> None:
    path = recorded(hall)
    path.with_name(f"{path.name}.json").unlink()
    anew = start(home=hall.places.home)
    anew.host.add(Plugin(), "noises")
    assert run(anew, "reproduce", path, check=True)["same_samples"]


def test_it_is_exported_like_any_other(hall: Kernel) -> None:
    path = recorded(hall)
    answer = run(hall, "reproduce", path, format_="flac", rate=44100, bits=16, channels=1)
    facts = soundfile.info(answer["path"])
    assert (facts.format, facts.samplerate, facts.channels) == ("FLAC", 44100, 1)
    assert answer["same_rendering"]
    assert run(hall, "reproduce", Path(answer["path"]), check=True)["same_samples"]


def test_the_file_holds_every_sample_that_was_played(hall: Kernel) -> None:
    ear = hall.live.listen(patience=3600)
    run(hall, "live_record")
    play(hall, 0.7)
    path = Path(run(hall, "live_keep")["path"])
    heard = np.concatenate([block.samples for block in ear.taken()], axis=1)
    digest = hashlib.sha256(heard.T.astype("<f4").tobytes()).hexdigest()
    assert sidecar(path)["quality"]["sound"] == digest
    assert soundfile.info(path).frames == heard.shape[1]


def test_it_is_known_to_the_history_with_its_knobs_and_its_model(hall: Kernel) -> None:
    path = recorded(hall)
    item = run(hall, "history_list")["items"][0]
    assert item["path"] == str(path) and item["model"] == "wind" and item["seed"] == "0"
    told = run(hall, "history_show", str(item["id"]))["recipe"]
    assert told["made"] == "performance"
    assert run(hall, "history_list", "rain")["items"][0]["id"] == item["id"]
    assert {part["model"] for part in told["score"]["parts"]} == {"wind", "rain", "wind+rain"}
    assert "wind" in run(hall, "explain", path)["says"]
    run(hall, "history_restore", str(item["id"]))
    assert hall.session.name == "wind" and dict(hall.session.values) == told["values"]


def test_it_begins_anew_where_a_seed_is_given(hall: Kernel) -> None:
    play(hall, 0.3)
    run(hall, "live_record", seed=3)
    play(hall, 0.3)
    path = Path(run(hall, "live_keep")["path"])
    facts = sidecar(path)
    assert facts["score"]["parts"][-1]["seed"] == 3 and facts["score"]["parts"][-1]["first"] == 0
    assert run(hall, "reproduce", path, check=True)["same_samples"]


def test_how_it_stands_is_told_while_it_records(hall: Kernel) -> None:
    run(hall, "live_record")
    assert "wind-played.wav records it" in run(hall, "live_status")["says"]
    assert hall.live.facts()["recording"]["name"] == "wind-played.wav"
    play(hall, 0.3)
    run(hall, "live_keep")
    assert hall.live.facts()["recording"] is None
    assert "records" not in run(hall, "live_status")["says"]


def test_twice_at_once_nothing_to_keep_and_nothing_loaded_are_sentences(
    hall: Kernel, tmp_path: Path
) -> None:
    with pytest.raises(Problem, match="Nothing is being recorded"):
        run(hall, "live_keep")
    run(hall, "live_record")
    with pytest.raises(Problem, match="recording already"):
        run(hall, "live_record")
    with pytest.raises(Problem, match="Nothing was played yet"):
        run(hall, "live_keep")
    assert not [*hall.places.renders.iterdir()]
    with pytest.raises(Problem, match="as WAV"):
        run(hall, "live_record", out=tmp_path / "x.mp3")
    (tmp_path / "mine.wav").write_text("mine")
    with pytest.raises(Problem, match=r"There is a mine\.wav already"):
        run(hall, "live_record", out=tmp_path / "mine.wav")
    assert (tmp_path / "mine.wav").read_text() == "mine"
    with pytest.raises(Problem, match="No model"):
        run(start(home=tmp_path / "empty"), "live_record")
    assert hall.live.recorder is None


def test_a_full_disk_ends_it_and_what_came_before_is_kept(
    hall: Kernel, full_disk: Callable[[int], Any]
) -> None:
    run(hall, "live_record")
    play(hall, 0.5)
    with full_disk(100_000):
        hall.live.recorder.stop()
    told = run(hall, "live_status")["says"]
    assert "The recording ended" in told and "live keep" in told
    answer = run(hall, "live_keep")
    assert "The recording ended" in answer["says"]
    frames = soundfile.info(answer["path"]).frames
    assert 0 < frames <= 12500 and frames % FRAMES == 0
    assert run(hall, "reproduce", Path(answer["path"]), check=True)["same_samples"]


def test_where_no_take_can_be_made_of_it_the_recording_itself_is_kept(
    hall: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(hall, "live_record")
    play(hall, 0.5)

    def full(*_: Any) -> None:
        raise Problem("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(type(hall.session), "save", full)
        with pytest.raises(Problem, match="disk is full"):
            run(hall, "live_keep")
    [item] = run(hall, "history_list")["items"]
    assert soundfile.info(item["path"]).subtype == "FLOAT"
    answer = run(hall, "reproduce", Path(item["path"]))
    assert answer["same_rendering"] and soundfile.info(answer["path"]).subtype == "PCM_24"
    assert run(hall, "reproduce", Path(answer["path"]), check=True)["same_samples"]


def test_a_disk_that_is_too_slow_leaves_no_gap(
    hall: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timbrel_play.recorder.PATIENCE", 0.1)
    monkeypatch.setattr("timbrel_play.recorder.LOOKS", 3600)
    run(hall, "live_record")
    play(hall, 0.05)
    hall.live.recorder._hear()
    play(hall, 1.0)
    hall.live.recorder.stop()
    assert "too slow" in hall.live.facts()["recording"]["problem"]
    path = Path(run(hall, "live_keep")["path"])
    assert run(hall, "reproduce", path, check=True)["same_samples"]


def test_what_was_moved_too_often_to_be_told_begins_anew(
    hall: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timbrel.part.MOST", 3)
    monkeypatch.setattr("timbrel_play.recorder.LOOKS", 3600)
    play(hall, 0.5)
    run(hall, "live_record")
    hall.live.pump(hall.live.done / RATE)
    hall.live.recorder._hear()
    assert hall.live.recorder.frames == 0
    for _ in range(10):
        hall.live.pump(hall.live.done / RATE)
        hall.live.recorder._hear()
    assert hall.live.recorder.frames > 0 and not hall.live.facts()["recording"]["problem"]
    play(hall, 0.5)
    hall.live.recorder.stop()
    assert "more was moved" in hall.live.facts()["recording"]["problem"]
    path = Path(run(hall, "live_keep")["path"])
    assert run(hall, "reproduce", path, check=True)["same_samples"]


def test_a_model_of_another_rate_ends_it(hall: Kernel) -> None:
    add(hall, "low", 8000)
    run(hall, "live_record")
    play(hall, 0.3)
    hall.session.load("low")
    hall.live.pump(hall.live.done / RATE)
    hall.live.pump(1.0)
    hall.live.recorder.stop()
    assert "8000 Hz" in hall.live.facts()["recording"]["problem"]
    path = Path(run(hall, "live_keep")["path"])
    assert run(hall, "reproduce", path, check=True)["same_samples"]


def test_a_model_that_is_gone_or_another_by_now_is_a_sentence(hall: Kernel) -> None:
    path = recorded(hall)
    add(hall, "rain", "048000")
    with pytest.raises(Problem, match="'rain' is not the model that made"):
        run(hall, "reproduce", path)
    hall.registry.remove("rain")
    with pytest.raises(Problem, match="No model is called 'rain'"):
        run(hall, "reproduce", path)


@pytest.mark.parametrize("spoilt", [{"score": 3}, {"score": {}}, {"frames": "x"}])
def test_a_recipe_that_is_none_is_a_sentence(hall: Kernel, spoilt: dict[str, Any]) -> None:
    path = recorded(hall)
    beside = path.with_name(f"{path.name}.json")
    beside.write_text(json.dumps(sidecar(path) | spoilt))
    with pytest.raises(Problem, match="cannot be read"):
        run(hall, "reproduce", beside, check=True)


def test_by_a_clock_of_its_own_nothing_is_lost(trained: Kernel) -> None:
    trained.host.add(Plugin(), "noises")
    add(trained, "wind")
    trained.session.load("wind")
    came = Event()
    ear = trained.live.listen(came.set)
    run(trained, "live_record")
    blocks = 0
    while blocks < 150:
        assert came.wait(20)
        came.clear()
        blocks += len(ear.taken())
        trained.session.move({"level": (blocks % 7) / 7, "width": (blocks % 5) / 5})
    answer = run(trained, "live_keep")
    trained.live.leave(ear)
    assert answer["seconds"] > 140 * STEP and answer["moves"] > 50
    assert run(trained, "reproduce", Path(answer["path"]), check=True)["same_samples"]


STAGE = """
import sys
from pathlib import Path
from threading import Event
from tests.plugins.play.test_record import Plugin, add
from timbrel import offers, start
kernel = start(home=Path(sys.argv[1]))
kernel.host.add(Plugin(), "noises")
add(kernel, "wind")
kernel.session.load("wind")
kernel.host.find(offers.Action, "live_record").run(kernel)
recorder, came = kernel.live.recorder, Event()
ear = kernel.live.listen(came.set)
while recorder.frames < 24000 or not recorder.path.with_name(recorder.path.name + ".json").exists():
    came.wait(20)
    came.clear()
    kernel.session.move({"level": 0.1 + 0.8 * (kernel.live.done % 3)})
print("there", flush=True)
if sys.argv[2] == "killed":
    Event().wait()
"""


def stage(home: Path, end: str) -> subprocess.Popen[str]:
    """A program that records, once it has half a second and a recipe on the disk."""
    code = STAGE.replace(
        "from timbrel import", "import timbrel_play.recorder as r\nr.SYNCS = 0\nfrom timbrel import"
    )
    root = str(Path(__file__).parents[3])
    paths = os.pathsep.join([root, *(os.environ.get("PYTHONPATH") or "").split(os.pathsep)])
    return subprocess.Popen(
        [sys.executable, "-c", code, str(home), end],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths.rstrip(os.pathsep)},
    )


def ended(home: Path) -> Kernel:
    kernel = start(home=home)
    kernel.host.add(Plugin(), "noises")
    return kernel


def test_the_end_of_the_program_keeps_what_was_played(tmp_path: Path) -> None:
    with stage(tmp_path / "home", "ends") as child:
        assert child.wait(60) == 0
    kernel = ended(tmp_path / "home")
    [item] = run(kernel, "history_list")["items"]
    sound, rate = soundfile.read(item["path"])
    assert rate == RATE and len(sound) >= 24000 and np.abs(sound).max() > 0.05
    assert item["seconds"] == pytest.approx(len(sound) / RATE)
    assert run(kernel, "reproduce", Path(item["path"]))["same_rendering"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL to send")
def test_a_program_that_is_killed_leaves_a_file_that_opens_and_its_recipe(tmp_path: Path) -> None:
    with stage(tmp_path / "home", "killed") as child:
        assert child.stdout and child.stdout.readline() == "there\n"
        child.send_signal(signal.SIGKILL)
        child.wait(60)
    kernel = ended(tmp_path / "home")
    [path] = kernel.places.renders.glob("*.wav")
    assert soundfile.info(path).frames >= 24000
    run(kernel, "library_repair")
    assert [item["path"] for item in run(kernel, "history_list")["items"]] == [str(path)]
    assert run(kernel, "reproduce", path)["same_rendering"]
