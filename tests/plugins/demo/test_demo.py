"""The demo makes sounds, has them learnt, plays them, and harms nobody's files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import pytest

from timbrel import Card, Job, Kernel, Problem, hookimpl, offers, start
from timbrel_demo.folder import Folder, settled
from timbrel_demo.following import followed
from timbrel_demo.shelf import free_name, marked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Learning:
    """A plugin whose 'train' makes a model of one partial at once, in place of the real ones."""

    def __init__(self, tone: Callable[..., Card]) -> None:
        self.tone = tone
        self.trained: list[tuple[str, str]] = []
        self.made: list[dict[str, Any]] = []

    @hookimpl
    def actions(self) -> list[offers.Action]:
        def train(kernel: Kernel, folder: Annotated[str, ""], *, name: str, preset: str) -> Job:
            """Learn."""

            def work(job: Job) -> dict[str, Any]:
                job.advance(0.5, "half learnt", loss=1.0)
                self.trained.append((folder, preset))
                self.tone(kernel, name)
                return {"says": "Learnt.", "model": name}

            return kernel.jobs.start("train", work)

        def generate(
            kernel: Kernel,
            model: str,
            *,
            duration: float,
            seed: int,
            set_: list[str] | None,
            out: Path,
        ) -> dict[str, Any]:
            """Play."""
            session = kernel.new_session()
            session.load(model)
            session.save(session.make(duration, seed), out)
            self.made.append({"seed": seed, "set": set_, "duration": duration})
            return {"says": str(out)}

        return [offers.Action(train), offers.Action(generate)]


@pytest.fixture
def learning(tone: Callable[..., Card]) -> Learning:
    return Learning(tone)


@pytest.fixture
def ready(tmp_path: Path, learning: Learning, trained: Kernel) -> Kernel:
    made = start(tmp_path / "home", without=("train", "play", "grain"))
    for name in ("tone",):
        made.host.add(trained.host.manager.get_plugin(name), name)
    made.host.add(learning, "learning")
    return made


def demo(kernel: Kernel, **options: Any) -> dict[str, Any]:
    return kernel.host.find(offers.Action, "demo").run(kernel, **options).result(60)


def test_it_ends_with_sounds_a_model_and_three_takes_that_differ(
    ready: Kernel, learning: Learning, tmp_path: Path
) -> None:
    answer = demo(ready, out=tmp_path / "out")
    assert len(answer["sounds"]) == 24
    assert learning.trained == [(str(tmp_path / "out" / "sounds"), "quick")]
    assert len({take["seed"] for take in learning.made}) == 3
    assert all(take["duration"] >= 8 for take in learning.made)
    assert all((tmp_path / "out" / f"take-{n}.wav").is_file() for n in (1, 2, 3))
    assert all(path in answer["says"] for path in answer["takes"])
    assert "timbrel generate demo" in answer["says"]
    json.dumps(answer)


def test_a_stop_is_passed_on_and_no_take_is_made(ready: Kernel, learning: Learning) -> None:
    job = ready.host.find(offers.Action, "demo").run(ready)
    job.stop()
    answer = job.result(60)
    assert answer["takes"] == []
    assert "Stopped" in answer["says"]
    assert not learning.made
    assert (ready.places.home / "demo" / "sounds" / "gong.wav").is_file()


def test_a_seed_below_0_is_a_problem(ready: Kernel) -> None:
    with pytest.raises(Problem, match="no seed"):
        demo(ready, seed=-1)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    free = start(tmp_path / "home").places.free
    (tmp_path / "mine").mkdir()
    assert settled(tmp_path / "mine", free).home == tmp_path / "mine"
    (tmp_path / "mine" / "song.wav").touch()
    assert settled(tmp_path / "mine", free).home == tmp_path / "mine-2"
    (tmp_path / "file").touch()
    assert settled(tmp_path / "file", free).home == tmp_path / "file-2"


def test_an_earlier_demo_is_used_again_unless_somebody_changed_it(
    kernel: Kernel, tmp_path: Path
) -> None:
    folder = Folder(tmp_path / "demo")
    (sounds, free) = (folder.fill(0, kernel.places.writing), kernel.places.free)
    assert len(sounds) == 24
    assert settled(tmp_path / "demo", free) == folder
    (folder.sounds / "mine.wav").touch()
    assert settled(tmp_path / "demo", free).home == tmp_path / "demo-2"
    (folder.sounds / "mine.wav").unlink()
    sounds[0].write_bytes(b"changed")
    assert settled(tmp_path / "demo", free).home == tmp_path / "demo-3"  # -2 is promised by now


def test_a_disk_that_is_full_is_a_problem(kernel: Kernel, tmp_path: Path, full_disk: Any) -> None:
    with full_disk(50_000), pytest.raises(Problem, match="could not be written") as caught:
        Folder(tmp_path / "demo").fill(0, kernel.places.writing)
    assert caught.value.kind == "unavailable"
    assert not list((tmp_path / "demo" / "sounds").glob(".tmp-*"))


def test_somebodys_model_called_demo_is_not_replaced(
    trained: Kernel, tone: Callable[..., Card]
) -> None:
    assert free_name(trained) == "demo"
    tone(trained, "demo")
    assert free_name(trained) == "demo-2"
    marked(trained, "demo")
    assert free_name(trained) == "demo"


def test_the_progress_of_an_inner_job_is_that_of_a_part_of_the_outer(kernel: Kernel) -> None:
    heard: list[tuple[float, str]] = []
    outer = Job("outer", lambda job: heard.append((job.part, job.note)))
    inner = Job("inner")
    inner.advance(0.5, "half", loss=2.0)
    kernel.jobs.start("inner", lambda _: inner.perform(lambda job: outer.stop() or "done"))
    assert followed(inner, outer, 0.2, 0.6) == "done"
    assert outer.facts.get("loss", 2.0) == 2.0
    assert all(0.2 <= part <= 0.6 for part, _ in heard)
    assert followed({"says": "at once"}, outer, 0, 1) == {"says": "at once"}


def test_the_failure_of_an_inner_job_is_the_outers(kernel: Kernel) -> None:
    def work(job: Job) -> None:
        raise Problem("It broke.")

    with pytest.raises(Problem, match="It broke"):
        followed(kernel.jobs.start("inner", work), Job("outer"), 0, 1)
