"""What the mappers learn of a new model, and that none can spoil it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Job, Kernel, hookimpl, offers, start
from timbrel_train.knobs import learnt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Clumsy(offers.Mapper):
    name, says = "clumsy", "Always stumbles"

    def learn(
        self,
        model: offers.Model,
        corpus: offers.Corpus,
        descriptors: Mapping[str, offers.Descriptor],
        job: Job,
    ) -> Mapping[str, Any]:
        raise ZeroDivisionError


class Sure(Clumsy):
    name, says = "sure", "Always knows"

    def learn(
        self,
        model: offers.Model,
        corpus: offers.Corpus,
        descriptors: Mapping[str, offers.Descriptor],
        job: Job,
    ) -> Mapping[str, Any]:
        return {"known": 1}


def studio(home: Path) -> Kernel:
    class Both:
        @hookimpl
        def mappers(self) -> list[offers.Mapper]:
            return [Clumsy(), Sure()]

    kernel = start(home, without=("controls",))
    kernel.host.add(Both(), "both")
    return kernel


def test_a_mapper_that_breaks_is_told_of_and_the_others_learn(tmp_path: Path) -> None:
    said: list[str] = []
    found = learnt(
        studio(tmp_path / "home"), offers.Model(), offers.Corpus([]), Job("x"), said.append
    )
    assert found == {"sure": {"known": 1}}
    assert said == ["The controls of 'clumsy' could not be measured on it: they turn unmeasured."]


def test_a_job_that_is_stopped_learns_no_more(tmp_path: Path) -> None:
    job = Job("x")
    job.stop()
    kernel = studio(tmp_path / "home")
    assert learnt(kernel, offers.Model(), offers.Corpus([]), job, print) == {}
