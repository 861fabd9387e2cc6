"""One run of the training loop, from its first step or from a checkpoint to its end."""

from __future__ import annotations

import math
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timbrel_train.budget import Budget
from timbrel_train.net_health import Health
from timbrel_train.net_pace import pace, threads, timed_with
from timbrel_train.net_state import State
from timbrel_train.net_step import Steps
from timbrel_train.rhythm import Rhythm
from timbrel_train.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from timbrel import Device, Job, offers

WARM = 50  # steps in which the rate rises
CALMEST = 1e-5  # share of its height that the rate ends at


class Run:
    """A network on its way down, with all that it takes to stop and to go on."""

    def __init__(
        self,
        network: offers.Network,
        values: Mapping[str, float],
        device: Device,
        seed: int,
        job: Job,
        between: Callable[[], None],
        memory: offers.Memory,
    ) -> None:
        self.values, self.device, self.between, self.memory = values, device, between, memory
        self.tale = Tale(job)
        self.state = State(network, seed)
        self.steps = Steps(self.state, int(values["batch"]), self.tale.say)
        most = int(values["most_steps"])
        self.budget = Budget(values["minutes"] * 60, int(values["steps"]), most)
        self.rhythm = Rhythm()
        self.health = Health(self.state, self.tale.say)
        self.step, self.total, self.threads = 0, 0, 1

    def trained(self) -> dict[str, Any]:
        """Train to the end, or until the job is stopped; figures for the card."""
        kept = self.memory.newest()
        if kept is None:
            self._begin()
        else:
            self._go_on(*kept)
        with threads(self.threads):
            self._descend()
            self._keep()
            self._judge()
        self.between()
        return self._figures()

    def measured(self) -> tuple[float, float]:
        """Seconds that a preview takes, and a step; the network is left as it was."""
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            self.state.network.save(Path(folder))
            preview = 2 * (time.monotonic() - start)  # it is played as well
        return preview, self._paced()[1]

    def estimated(self, preview: float, step: float) -> float:
        """The seconds that ``trained`` would take, if they are what was measured."""
        self.budget = replace(self.budget, reserve=preview)
        return self.budget.expected(self.budget.first_total(step), step)

    def _begin(self) -> None:
        start = time.monotonic()
        self.between()
        self.budget.reserve = 0.6 * (time.monotonic() - start)  # the end has no preview
        self.threads, seconds = self._paced()
        self.total = self.budget.first_total(seconds)
        self.tale.promise(self.budget.expected(self.total, seconds))
        with threads(self.threads):
            self._judge()
            self._keep()

    def _paced(self) -> tuple[int, float]:
        """Threads and seconds of a step; one thread where the same is to come out on any day."""
        if self.budget.steps:
            return 1, timed_with(1, self.steps)
        return pace(self.steps, self.device)

    def _go_on(self, arrays: Mapping[str, np.ndarray], facts: Mapping[str, Any]) -> None:
        self.state.restore(arrays, facts["draws"])
        self.health.well(arrays, facts["step"])
        self.step, self.total, self.threads = facts["step"], facts["total"], facts["threads"]
        self.health.calm, self.steps.batch = facts["calm"], facts["batch"]
        self.steps.halved = facts["halved"]
        for name in ("seconds", "spent", "reserve"):
            setattr(self.budget, name, facts[name])
        self.tale.take_up(facts["curves"], facts["said"])
        self.rhythm.at(self.step)

    def _descend(self) -> None:
        """Take the steps, or as many as there is time for."""
        first, began = self.step, time.monotonic()
        while self.step < self.total and not (self.tale.job.stopping or self.health.ended):
            self._advance()
            if not self.rhythm.telling.due(self.step, self.total):
                continue
            self.rhythm.telling.done(self.step)
            passed, taken = time.monotonic() - began, self.step - first
            left = passed / taken * (self.total - self.step)
            if not self.tale.tell(self.step, self.total, left + self.budget.reserve):
                return
            self._beat()
            self.total = self.budget.fitted(self.step, self.total, taken, passed)

    def _beat(self) -> None:
        if self.rhythm.judging.due(self.step, self.total):
            self._judge()
        if self.rhythm.keeping.due(self.step, self.total):
            self._keep()
        if self.budget.left > self.budget.reserve:
            self.between()

    def _rate(self) -> float:
        """Up in WARM steps, then down a half cosine (Loshchilov and Hutter 2017)."""
        rise = min(1.0, (self.step + 1) / min(WARM, max(self.total // 4, 1)))
        fall = 0.5 + 0.5 * math.cos(math.pi * self.step / self.total)
        return self.health.calm * self.values["rate"] * (rise * fall + CALMEST)

    def _advance(self) -> None:
        parts = self.steps.take(self._rate())
        self.step += 1
        if parts is not None:
            self.tale.add(parts)
        self.health.heard(parts is not None, self.step)

    def _judge(self) -> None:
        start = time.monotonic()
        self.tale.judge(self.step, self.state.network.judge())
        self.rhythm.judging.done(self.step, time.monotonic() - start)

    def _keep(self) -> None:
        """Keep a checkpoint, unless it would be that of the same step again."""
        start, arrays = time.monotonic(), self.state.arrays()
        if self.step == self.health.step or not self.health.well(arrays, self.step):
            return
        self.memory.keep(arrays, self._facts())
        self.rhythm.keeping.done(self.step, time.monotonic() - start)

    def _facts(self) -> dict[str, Any]:
        """What a checkpoint knows besides its arrays."""
        judged = self.tale.figures
        return {
            "step": self.step,
            "total": self.total,
            "threads": self.threads,
            "batch": self.steps.batch,
            "halved": self.steps.halved,
            "calm": self.health.calm,
            "seconds": self.budget.seconds,
            "spent": self.budget.used,
            "reserve": self.budget.reserve,
            "draws": self.state.draws,
            "judged": judged.get("validation", judged.get("training")),
            "curves": self.tale.curves,
            "said": self.tale.said,
        }

    def _figures(self) -> dict[str, Any]:
        now = self.tale.verdict
        return {
            "steps": self.step,
            "of": self.total,
            "threads": self.threads,
            "batch": self.steps.batch,
            "training_seconds": self.budget.used,
            **self.tale.figures,
            "verdict": now.word,
            "verdict_says": now.says,
            "warning": now.says if now.warns else "",
            "ended": self.health.ended,
            "curves": self.tale.curves,
        }
