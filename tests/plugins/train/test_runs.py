"""A training in its own process: it may be paused, stopped, killed, and goes on to the last bit."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from tests.plugins.train.conftest import NEEDLESS, tensors

from timbrel import Job, Kernel, Problem, hookimpl, offers, start

if TYPE_CHECKING:
    from collections.abc import Callable

    Train = Callable[..., Job]

STEPS = 150
SMALL = ["batch=4"]
PATIENCE = 120


class Listener:
    """Does something, once, as soon as a job has told of so many steps."""

    def __init__(self, step: int, act: Callable[[Job], Any]) -> None:
        self.step, self.act, self.acted = step, act, Event()

    @hookimpl
    def job_changed(self, job: Job) -> None:
        if not self.acted.is_set() and job.facts.get("step", -1) >= self.step:
            self.acted.set()
            self.act(job)


class Awaiting:
    """Waits until a job's note begins with a word."""

    def __init__(self, word: str) -> None:
        self.word, self.heard = word, Event()

    @hookimpl
    def job_changed(self, job: Job) -> None:
        if job.note.startswith(self.word):
            self.heard.set()


def kill(job: Job) -> None:
    os.kill(job.facts["process"], signal.SIGKILL)


def run(kernel: Kernel, verb: str, *name: str) -> dict[str, Any]:
    return kernel.host.find(offers.Action, f"runs_{verb}").bound(kernel)(*name)


def sounding(kernel: Kernel, name: str) -> int:
    """Frames that are heard when a tenth of a second of a model is played."""
    model = kernel.registry.open(name)
    blocks = model.render({c.name: c.rest for c in model.controls}, 4800, 0)
    return sum(block.frames for block in blocks)


@pytest.fixture
def own(sounds: Path, tmp_path: Path) -> Path:
    """A copy of the sounds, to move files about in."""
    return Path(shutil.copytree(sounds, tmp_path / "own"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, sounds: Path) -> tuple[Kernel, dict[str, Any]]:
    """A training that nothing befell."""
    kernel = start(tmp_path_factory.mktemp("whole"), NEEDLESS)
    train = kernel.host.find(offers.Action, "train").bound(kernel)
    return kernel, train(str(sounds), name="x", steps=STEPS, device="cpu", set_=SMALL).result(
        PATIENCE
    )


def test_it_answers_with_all_that_became_of_it(whole: tuple[Kernel, dict[str, Any]]) -> None:
    kernel, answer = whole
    assert answer["steps"] == STEPS and answer["files"] == 8 and answer["model"] == "x"
    assert 0 < answer["first_preview"] < answer["training_seconds"]
    assert all(Path(path).stat().st_size > 1000 for path in answer["previews"])
    figures = answer["figures"]
    assert figures["crops"] == STEPS * 4 and 0 < figures["augmented"] < figures["crops"]
    assert all(figures[kind] > 0 for kind in ("pitch", "stretch", "loudness", "noise"))
    assert f"{figures['augmented']} of the {figures['crops']} crops" in answer["says"]
    assert answer["estimate"] > 0 and answer["curves"]["judged"]["step"][-1] == STEPS
    json.dumps(answer)
    assert sounding(kernel, "x") == 4800


def test_the_card_says_what_the_model_came_from(
    whole: tuple[Kernel, dict[str, Any]], sounds: Path
) -> None:
    kernel, answer = whole
    card = kernel.registry.card("x")
    dataset = card.settings["dataset"]
    assert dataset["digest"] == answer["dataset"] and dataset["place"] == str(sounds)
    assert {clip["name"] for clip in dataset["clips"]} == {p.name for p in sounds.iterdir()}
    assert all(len(clip["digest"]) == 64 for clip in dataset["clips"])
    assert {"timbrel", "torch", "numpy", "python"} <= set(card.settings["versions"])
    assert card.settings["seed"] == 0 and card.settings["pitch"] == 1.5
    assert card.figures["curves"]["steps"]["loss"] and card.figures["kl"] > 0


def test_its_folder_keeps_three_checkpoints_and_the_best(
    whole: tuple[Kernel, dict[str, Any]],
) -> None:
    kernel, _ = whole
    shown = run(kernel, "show", "x")
    assert shown["state"] == "done" and shown["step"] == STEPS
    assert shown["checkpoints"][-1] == STEPS and 1 <= len(shown["checkpoints"]) <= 4
    assert [r["name"] for r in run(kernel, "list")["runs"]] == ["x"]
    assert not list(kernel.places.models.glob(".tmp-*"))


def test_what_has_finished_is_not_resumed(whole: tuple[Kernel, dict[str, Any]]) -> None:
    kernel, _ = whole
    train = kernel.host.find(offers.Action, "train").bound(kernel)
    with pytest.raises(Problem, match="has finished"):
        train(resume="x")
    with pytest.raises(Problem, match="not being trained"):
        run(kernel, "pause", "x")


def test_killed_again_and_again_it_comes_to_the_same_end(
    whole: tuple[Kernel, dict[str, Any]], studio: Kernel, train: Train, sounds: Path
) -> None:
    first, second, third = (Listener(step, kill) for step in (1, 40, 90))
    for listener in (first, second):
        studio.host.add(listener, f"kill-{listener.step}")
    job = train(str(sounds), name="x", steps=STEPS, device="cpu", set_=SMALL)
    with pytest.raises(Problem, match="timbrel train --resume x") as caught:
        job.result(PATIENCE)
    assert caught.value.kind == "unavailable"
    assert "SIGKILL" in job.facts["said"][0] and "going on" in job.facts["said"][0]
    assert run(studio, "show", "x")["state"] == "failed"
    studio.host.add(third, "kill-90")
    answer = train(resume="x").result(PATIENCE)
    assert all(listener.acted.is_set() for listener in (first, second, third))
    assert "SIGKILL" in answer["says"] and answer["steps"] == STEPS
    assert tensors(studio, "x") == tensors(whole[0], "x")
    assert answer["figures"]["crops"] == whole[1]["figures"]["crops"]
    assert not list(studio.places.home.rglob(".tmp-*"))


def test_paused_by_another_it_waits_and_goes_on_to_the_same_end(
    whole: tuple[Kernel, dict[str, Any]], studio: Kernel, train: Train, sounds: Path
) -> None:
    other, paused = start(studio.places.home, NEEDLESS), Awaiting("paused")
    studio.host.add(Listener(1, lambda job: run(other, "pause", "x")), "pauser")
    studio.host.add(paused, "awaiting")
    job = train(str(sounds), name="x", steps=STEPS, device="cpu", set_=SMALL)
    assert paused.heard.wait(PATIENCE)
    shown = run(other, "show", "x")
    assert shown["state"] == "paused" and shown["process"] == os.getpid()
    with pytest.raises(Problem, match=f"trained already, by process {os.getpid()}"):
        other.host.find(offers.Action, "train").bound(other)(str(sounds), name="x")
    run(other, "go_on", "x")
    job.result(PATIENCE)
    assert tensors(studio, "x") == tensors(whole[0], "x")


def test_stopped_it_can_be_played_and_goes_on_from_the_last_checkpoint_that_is_whole(
    whole: tuple[Kernel, dict[str, Any]], studio: Kernel, train: Train, own: Path
) -> None:
    studio.host.add(Listener(1, lambda job: job.stop()), "stopper")
    job = train(str(own), name="x", steps=STEPS, device="cpu", set_=SMALL)
    answer = job.result(PATIENCE)
    assert job.state == "stopped" and 0 < answer["steps"] < STEPS
    assert "timbrel train --resume x" in answer["says"]
    assert sounding(studio, "x") == 4800
    assert run(studio, "show", "x")["state"] == "stopped"

    (own / "pluck-3.wav").rename(own.parent / "elsewhere.wav")
    (own / "pluck-2.wav").rename(own / "renamed.wav")
    with pytest.raises(Problem, match=r"1 of the recordings .* gone: pluck-3.wav"):
        train(resume="x").result(PATIENCE)
    (own.parent / "elsewhere.wav").rename(own / "pluck-3.wav")

    newest = max((studio.places.home / "runs/x/checkpoints").glob("*.safetensors"))
    newest.write_bytes(newest.read_bytes()[:-1])
    resumed = train(resume="x").result(PATIENCE)
    assert "damaged" in resumed["notes"][0]
    assert tensors(studio, "x") == tensors(whole[0], "x")


def test_stopped_before_it_began_there_is_no_model(
    studio: Kernel, train: Train, sounds: Path
) -> None:
    job = train(str(sounds), name="x", steps=STEPS)
    job.stop()
    with pytest.raises(Problem, match="Stopped before it began"):
        job.result(PATIENCE)
    assert studio.registry.cards() == []


def test_stopped_before_it_goes_on_there_is_a_model_of_what_was_learnt(
    studio: Kernel, train: Train, sounds: Path
) -> None:
    stopper = Listener(1, lambda job: job.stop())
    studio.host.add(stopper, "stopper")
    train(str(sounds), name="x", steps=STEPS, device="cpu", set_=SMALL).result(PATIENCE)
    studio.host.remove(stopper)
    learnt = tensors(studio, "x")
    studio.registry.remove("x")
    resumed = train(resume="x")
    resumed.stop()
    resumed.result(PATIENCE)
    assert tensors(studio, "x") == learnt


def test_a_process_whose_parent_is_gone_keeps_what_it_has_learnt_and_ends(
    studio: Kernel, sounds: Path
) -> None:
    timbrel = str(Path(sys.executable).with_name("timbrel"))
    command = [timbrel, "--home", str(studio.places.home)]
    command += [word for name in NEEDLESS for word in ("--without", name)]
    command += ["train", str(sounds), "--name", "x", "--steps", str(STEPS), "--device", "cpu"]
    command += ["--set", *SMALL]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as parent:
        assert parent.stderr is not None
        for line in parent.stderr:
            if "step" in line:
                break
        parent.kill()
    lock = studio.places.home / "runs" / ".x.lock"
    with lock.open("r+") as file:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)  # the child had it too: now it is gone
    assert studio.registry.card("x").sounds == 8
    assert run(studio, "show", "x")["state"] == "interrupted"


FRAIL = """
import torch
from pathlib import Path
from timbrel import Device, hookimpl, offers
from timbrel_grain.grain import Grain
from timbrel_grain.net_training import GrainNetwork


class Frail(Grain):
    name = "frail"

    def start(self, corpus, values, device, seed, cache, base=None):
        network = super().start(corpus, values, Device("cpu"), seed, cache, base)
        whole, taken = network.loss, []

        def loss(batch, rng, noise):
            taken.append(batch)
            if len(taken) > 40 and (device.kind == "cuda" or values["pitch"] == 12):
                raise ERROR
            return whole(batch, rng, noise)

        network.loss = loss
        return network


@hookimpl
def families():
    return [Frail()]


@hookimpl
def choose_device(devices, purpose):
    return Device("cuda:0", "cuda")
"""


def test_a_device_that_fails_is_left_for_the_cpu_and_that_is_said(
    tmp_path: Path, sounds: Path, stranger: Callable[..., Path]
) -> None:
    error = 'RuntimeError("CUDA error: device-side assert triggered")'
    stranger("timbrel_frail", FRAIL.replace("ERROR", error))
    kernel = start(tmp_path / "home", NEEDLESS)
    train = kernel.host.find(offers.Action, "train").bound(kernel)
    answer = train(str(sounds), name="x", steps=STEPS, family="frail", set_=SMALL).result(PATIENCE)
    assert answer["steps"] == STEPS
    assert "cuda:0 failed (CUDA error: device-side assert" in answer["notes"][0]
    assert "going on on the CPU" in answer["notes"][0]
    assert kernel.registry.card("x").settings["device"] == "cpu"


def test_a_bug_in_the_process_is_a_bug_here_with_its_traceback(
    tmp_path: Path, sounds: Path, stranger: Callable[..., Path]
) -> None:
    stranger("timbrel_frail", FRAIL.replace("ERROR", 'TypeError("not this way")'))
    kernel = start(tmp_path / "home", NEEDLESS)
    train = kernel.host.find(offers.Action, "train").bound(kernel)
    job = train(str(sounds), name="x", steps=STEPS, family="frail", set_=["pitch=12"])
    with pytest.raises(RuntimeError, match="TypeError: not this way") as caught:
        job.result(PATIENCE)
    assert "timbrel_frail.py" in caught.value.__notes__[0]
