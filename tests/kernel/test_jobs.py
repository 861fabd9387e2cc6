"""Work that takes a while."""

from __future__ import annotations

from threading import Event

import pytest

from timbrel import Job, Kernel, Problem, hookimpl

PATIENCE = 10


def test_a_job_answers_and_tells_how_it_went(bare: Kernel) -> None:
    class Ear:
        states: list[str] = []
        parts: list[float] = []

        @hookimpl
        def job_changed(self, job: Job) -> None:
            self.states.append(job.state)
            self.parts.append(job.part)

    def work(job: Job) -> str:
        job.advance(0.5, "half", loss=1.0)
        job.advance(0.9, "nearly", seconds=2)
        return "done"

    ear = Ear()
    bare.host.add(ear, "ear")
    job = bare.jobs.start("walk", work)
    assert job.result(PATIENCE) == "done"
    assert job.state == "done" and job.ended
    assert job.facts == {"loss": 1.0, "seconds": 2} and job.note == "nearly"
    assert ear.parts[:3] == [0.0, 0.5, 0.9]


def test_a_job_that_is_stopped_winds_up_and_still_answers(bare: Kernel) -> None:
    begun = Event()

    def work(job: Job) -> str:
        while job.advance(0.5):
            begun.set()
        return "what there is"

    job = bare.jobs.start("walk", work)
    begun.wait(PATIENCE)
    job.stop()
    assert job.result(PATIENCE) == "what there is"
    assert job.state == "stopped" and job.stopping


@pytest.mark.parametrize("error", [Problem("No."), RuntimeError("broke"), SystemExit(3)])
def test_what_a_job_raises_is_raised_to_whoever_asks(bare: Kernel, error: BaseException) -> None:
    def work(job: Job) -> None:
        raise error

    job = bare.jobs.start("walk", work)
    with pytest.raises(type(error)):
        job.result(PATIENCE)
    assert job.state == "failed" and job.ended


def test_a_job_that_is_not_done_in_time_goes_on(bare: Kernel) -> None:
    gate = Event()
    job = bare.jobs.start("wait", lambda job: gate.wait(PATIENCE))
    with pytest.raises(TimeoutError):
        job.result(0)
    assert not job.ended
    gate.set()
    assert job.result(PATIENCE) is True


def test_a_listener_that_fails_does_not_end_a_job(bare: Kernel) -> None:
    class Broken:
        @hookimpl
        def job_changed(self) -> None:
            raise RuntimeError

    bare.host.add(Broken(), "broken")
    assert bare.jobs.start("walk", lambda job: job.advance(0.5)).result(PATIENCE) is True


def test_jobs_are_kept_by_names_that_differ(bare: Kernel) -> None:
    jobs = [bare.jobs.start("walk", lambda job: None) for _ in range(3)]
    assert bare.jobs.all == jobs
    assert len({job.name for job in jobs}) == 3
    for job in jobs:
        job.result(PATIENCE)
