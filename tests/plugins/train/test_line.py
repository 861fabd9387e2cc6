"""Of several trainings one trains; the others wait in a line, and are told their place in it."""

from __future__ import annotations

from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from timbrel import Job, Kernel, Problem, hookimpl, offers
from timbrel_train.line import Line, line_of
from timbrel_train.run import Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Train = Callable[..., Job]

PATIENCE = 600  # seconds; far more than it takes
SHORT = {"device": "cpu", "set_": ["batch=2"]}


class Witness:
    """Notes each change of a job, and rings when one is as ``seen`` says."""

    def __init__(self, seen: Callable[[Job], bool]) -> None:
        self.seen, self.rung, self.order = seen, Event(), list[str]()

    @hookimpl
    def job_changed(self, job: Job) -> None:
        name = job.facts.get("run", "")
        if job.note.startswith("step ") and self.order[-1:] != [name]:
            self.order.append(name)
        if self.seen(job):
            self.rung.set()


def run(kernel: Kernel, verb: str, *name: str) -> dict[str, Any]:
    return kernel.host.find(offers.Action, f"runs_{verb}").bound(kernel)(*name)


@pytest.fixture
def witness(studio: Kernel) -> Callable[[Callable[[Job], bool]], Witness]:
    def made(seen: Callable[[Job], bool]) -> Witness:
        one = Witness(seen)
        studio.host.add(one, f"witness-{id(one)}")
        return one

    return made


def place(job: Job) -> int:
    return job.facts.get("place", 0) if job.state == "waiting" else 0


def test_one_trains_and_the_others_wait_in_order(
    studio: Kernel, train: Train, sounds: Path, witness: Any
) -> None:
    all_ = witness(lambda job: False)
    third = witness(lambda job: job.facts.get("run") == "c" and place(job) == 2)
    jobs = [train(str(sounds), name=name, steps=30, **SHORT) for name in "abc"]
    assert third.rung.wait(PATIENCE)
    assert jobs[2].state == "waiting" and "second in line" in jobs[2].note
    shown = run(studio, "show", "c")
    assert shown["state"] == "waiting" and shown["place"] == 2 and shown["step"] == 0
    assert "second in line" in run(studio, "list")["says"]
    answers = [job.result(PATIENCE) for job in jobs]
    assert [job.state for job in jobs] == ["done"] * 3
    assert all_.order == ["a", "b", "c"]
    assert all(answer["training_seconds"] < PATIENCE for answer in answers)
    assert line_of(studio).at_work == ""


def test_one_that_waits_can_be_the_next_and_can_be_called_off(
    studio: Kernel, train: Train, sounds: Path, witness: Any
) -> None:
    all_ = witness(lambda job: False)
    waits = [witness(lambda job, n=n: job.facts.get("run") == n and place(job) > 0) for n in "bcd"]
    began = witness(lambda job: job.facts.get("run") == "a" and job.facts.get("step", 0) > 0)
    first = train(str(sounds), name="a", steps=3000, **SHORT)
    assert began.rung.wait(PATIENCE)
    rest = []
    for name, wait in zip("bcd", waits, strict=True):
        rest.append(train(str(sounds), name=name, steps=20, **SHORT))
        assert wait.rung.wait(PATIENCE)
    assert "next one" in run(studio, "next", "c")["says"]
    run(studio, "stop", "d")
    with pytest.raises(Problem, match="Stopped before its turn"):
        rest[2].result(PATIENCE)
    assert rest[2].state == "stopped" and run(studio, "show", "d")["state"] == "stopped"
    first.stop()
    for job in (first, *rest[:2]):
        job.result(PATIENCE)
    assert all_.order == ["a", "c", "b"]


def test_a_paused_one_lets_others_pass_and_is_the_next_once_it_goes_on(
    studio: Kernel, train: Train, sounds: Path, witness: Any
) -> None:
    all_ = witness(lambda job: False)
    began = witness(lambda job: job.facts.get("run") == "a" and job.facts.get("step", 0) > 0)
    other = witness(lambda job: job.facts.get("run") == "b" and job.facts.get("step", 0) > 0)
    again = witness(lambda job: job.facts.get("run") == "a" and place(job) == 1)
    first = train(str(sounds), name="a", steps=200, **SHORT)
    assert began.rung.wait(PATIENCE)
    second = train(str(sounds), name="b", steps=3000, **SHORT)
    third = train(str(sounds), name="c", steps=20, **SHORT)
    run(studio, "pause", "a")
    assert other.rung.wait(PATIENCE)
    run(studio, "go_on", "a")
    assert again.rung.wait(PATIENCE)
    assert first.note == "waits for 'b' to end: next in line"
    second.stop()
    for job in (first, second, third):
        job.result(PATIENCE)
    assert all_.order == ["a", "b", "a", "c"]


def test_what_fails_makes_way_for_the_next(
    train: Train, sounds: Path, tmp_path: Path, studio: Kernel
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    jobs = [train(str(empty), name="a"), train(str(sounds), name="b", steps=5, **SHORT)]
    with suppress(Problem):
        jobs[0].result(PATIENCE)
    assert jobs[0].state == "failed" and jobs[1].result(PATIENCE)["steps"] == 5


def test_one_that_is_to_pause_before_its_turn_lets_all_others_pass(studio: Kernel) -> None:
    line, runs = Line(), [Run.of(studio, name) for name in "ab"]
    for one in runs:
        one.folder.mkdir(parents=True)
        line.join(one)
    runs[0].wished("pause", studio.places.writing)
    assert line.place(runs[0]) > 0 and line.place(runs[1]) == 0
    line.leave(runs[1])
    assert line.place(runs[0]) > 0
    runs[0].wished("go on", studio.places.writing)
    assert line.place(runs[0]) == 0 and line.at_work == "a"
