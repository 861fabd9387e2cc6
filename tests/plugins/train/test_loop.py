"""The loop goes down, stops, goes on to the last bit, and comes through what may go wrong."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from tests.plugins.train.conftest import Kept, Line

from timbrel import Device, Job, Problem
from timbrel_train.budget import Budget
from timbrel_train.loop import Loop
from timbrel_train.net_step import Steps, short_of_memory
from timbrel_train.rhythm import Beat

if TYPE_CHECKING:
    from collections.abc import Callable

    Descend = Callable[..., dict[str, Any]]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def stopping_after(steps: int) -> Callable[[Job], None]:
    def changed(job: Job) -> None:
        if job.facts.get("step", 0) >= steps:
            job.stop()

    return changed


def restless(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on it tells, judges and keeps at each step."""
    monkeypatch.setattr(Beat, "due", lambda *_: True)


def test_it_takes_the_steps_that_were_asked_for_and_learns(descend: Descend) -> None:
    network, heard = Line(), list[int]()
    figures = descend(network, between=lambda: heard.append(network.step), steps=80, rate=0.05)
    assert figures["steps"] == figures["of"] == 80
    assert figures["training"] < 0.1 and figures["verdict"]
    assert heard[0] == 0  # something can be heard before the first step


def test_the_same_is_learnt_whether_it_was_stopped_on_the_way_or_not(
    descend: Descend, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, first, second = Line(), Line(), Line()
    figures = descend(whole, steps=40)
    restless(monkeypatch)
    memory = Kept()
    stopped = descend(first, memory, Job("stopped", stopping_after(17)), steps=40)
    assert stopped["steps"] == 17
    resumed = descend(second, memory, steps=40)
    assert second.weights.detach().numpy().tobytes() == whole.weights.detach().numpy().tobytes()
    assert resumed["steps"] == figures["steps"] == 40
    assert second.step == 40 - 17


def test_a_checkpoint_of_any_step_leads_to_the_same_end(
    descend: Descend, monkeypatch: pytest.MonkeyPatch
) -> None:
    restless(monkeypatch)
    whole, memory = Line(), Kept()
    descend(whole, memory, steps=12)
    assert [facts["step"] for _, facts in memory.all] == list(range(13))
    for arrays, facts in memory.all:
        one = Kept()
        one.keep(arrays, json.loads(json.dumps(facts)))
        again = Line()
        descend(again, one, steps=12)
        assert torch.equal(again.weights, whole.weights)


def test_it_stops_at_once_when_it_is_stopped_before_it_begins(descend: Descend) -> None:
    network, job = Line(), Job("stopped")
    job.stop()
    figures = descend(network, Kept(), job, steps=500)
    assert figures["steps"] == 0
    assert not network.weights.detach().numpy().any()


def test_a_loss_that_is_no_number_now_and_then_is_passed_over(descend: Descend) -> None:
    network = Line(lambda step, loss: loss * math.nan if step in {20, 30, 31} else loss)
    figures = descend(network, Kept(), steps=60, rate=0.05)
    assert figures["steps"] == 60 and figures["ended"] == ""
    assert torch.isfinite(network.weights).all() and figures["training"] < 0.2


def test_three_in_a_row_take_it_back_at_half_the_rate_and_are_said(descend: Descend) -> None:
    job, memory = Job("ill"), Kept()
    network = Line(lambda step, loss: loss * math.inf if 20 <= step < 23 else loss)
    figures = descend(network, memory, job, steps=60)
    assert any("half the rate" in words for words in job.facts["said"])
    assert figures["steps"] == 60 and memory.all[-1][1]["calm"] == 0.5
    assert torch.isfinite(network.weights).all()


def test_what_stays_no_number_ends_it_with_a_reason_and_a_sound_model(descend: Descend) -> None:
    job, memory = Job("ill"), Kept()
    network = Line(lambda step, loss: loss * math.nan if step > 20 else loss)
    figures = descend(network, memory, job, steps=60)
    assert "no number" in figures["ended"] and figures["steps"] < 30
    assert job.facts["said"][-1] == figures["ended"]
    assert torch.isfinite(network.weights).all()
    assert all(np.isfinite(a).all() for arrays, _ in memory.all for a in arrays.values())


def test_weights_that_are_no_numbers_are_never_kept(
    descend: Descend, monkeypatch: pytest.MonkeyPatch
) -> None:
    restless(monkeypatch)
    network, memory, job = Line(), Kept(), Job("ill")

    def spoil(step: int, loss: torch.Tensor) -> torch.Tensor:
        if step == 10:
            with torch.no_grad():
                network.weights.fill_(math.nan)
            return (network.weights.nan_to_num() ** 2).sum()
        return loss

    network.ill = spoil
    descend(network, memory, job, steps=20)
    assert all(np.isfinite(a).all() for arrays, _ in memory.all for a in arrays.values())
    assert torch.isfinite(network.weights).all() and "went back" in job.facts["said"][0]


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes"),
        MemoryError(),
    ],
)
def test_a_batch_that_does_not_fit_is_halved_and_that_is_said(
    error: BaseException, descend: Descend
) -> None:
    job = Job("short")

    def short(step: int, loss: torch.Tensor) -> torch.Tensor:
        if network.batches[-1] > 4:
            raise error
        return loss

    network = Line(short)
    figures = descend(network, Kept(), job, steps=30)
    assert figures["batch"] == 4 and figures["steps"] == 30
    assert ["batches of 8" in job.facts["said"][0], "batches of 4" in job.facts["said"][1]] == [
        True,
        True,
    ]


def test_memory_that_never_suffices_is_a_problem(descend: Descend) -> None:
    def short(step: int, loss: torch.Tensor) -> torch.Tensor:
        raise MemoryError

    with pytest.raises(Problem, match="even in batches of 2") as caught:
        descend(Line(short), steps=5)
    assert caught.value.kind == "unavailable"


def test_another_error_is_not_taken_for_want_of_memory(descend: Descend) -> None:
    def broken(step: int, loss: torch.Tensor) -> torch.Tensor:
        raise RuntimeError("CUDA error: device-side assert triggered")

    assert not short_of_memory(RuntimeError("CUDA error: device-side assert triggered"))
    with pytest.raises(RuntimeError, match="device-side"):
        descend(Line(broken), steps=5)


def test_it_tells_losses_curves_epoch_time_and_a_verdict(
    descend: Descend, monkeypatch: pytest.MonkeyPatch
) -> None:
    restless(monkeypatch)
    parts, job = list[float](), Job("told", lambda job: parts.append(job.part))
    figures = descend(Line(), Kept(), job, steps=30)
    facts = job.facts
    assert facts["step"] == facts["steps"] == 30 and facts["left"] >= 0
    assert facts["kl"] == 2.0 and facts["loss"] > 0 and facts["epoch"] > 0
    assert facts["verdict"] == figures["verdict"] and "step 30 of 30" in job.note
    assert facts["curves"]["judged"]["validation"] and len(figures["curves"]["steps"]["loss"]) == 30
    assert parts == sorted(parts)
    json.dumps(facts)


def test_the_estimate_leaves_the_network_as_it_was() -> None:
    way, network = Loop(), Line()
    values = {c.name: c.rest for c in way.controls}
    brief = way.estimate(network, values | {"steps": 100}, Device("cpu"), 0)
    long = way.estimate(network, values | {"steps": 100_000}, Device("cpu"), 0)
    assert 0 < brief < long / 20
    assert not network.weights.detach().numpy().any()
    assert (
        way.estimate(network, values | {"minutes": 0.5, "most_steps": 1e7}, Device("cpu"), 0) <= 30
    )


def test_a_budget_holds_what_it_says_though_the_pace_changes() -> None:
    clock = Clock()
    budget = Budget(60, most=10**6, clock=clock, reserve=5)
    total, step = budget.first_total(0.1), 0
    while step < total:
        clock.now += 0.1 if step < 200 else 0.3
        step += 1
        total = budget.fitted(step, total, step, clock.now - 100)
    assert 53 <= budget.used <= 56


def test_a_budget_uses_the_time_that_a_quicker_pace_brings() -> None:
    clock = Clock()
    budget = Budget(60, most=10**6, clock=clock)
    total, step = budget.first_total(0.3), 0
    while step < total:
        clock.now += 0.3 if step < 60 else 0.05
        step += 1
        total = budget.fitted(step, total, step, clock.now - 100)
    assert 58 <= budget.used <= 61


def test_a_count_of_steps_is_never_changed() -> None:
    clock = Clock()
    budget = Budget(1, steps=500, clock=clock)
    clock.now += 1000
    assert budget.first_total(9.0) == 500 == budget.fitted(300, 500, 300, 1000)
    assert budget.expected(500, 1.0) > 500


def test_something_is_due_by_its_share_of_the_steps_or_by_its_time() -> None:
    clock = Clock()
    beat = Beat(0.1, 10.0, clock)
    beat.done(0)
    assert not beat.due(9, 100) and beat.due(10, 100)
    clock.now += 10
    assert beat.due(1, 100)
    beat.done(1, seconds=1.0)
    assert not beat.due(60, 100)  # it takes so long that it must be seldom
    clock.now += 20
    assert beat.due(60, 100)


def test_trial_steps_teach_nothing() -> None:
    from timbrel_train.net_pace import timed_with
    from timbrel_train.net_state import State

    state = State(Line(), 0)
    steps = Steps(state, 4, lambda words: None)
    before = state.draws
    assert timed_with(1, steps) > 0
    assert state.draws == before
    assert not state.network.state()["weights"].any()
