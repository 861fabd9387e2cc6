"""One run of the training loop."""

from __future__ import annotations

import math
import os
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from timbrel import Device, Job, offers

WARM = 50  # steps in which the rate rises
TELL = 0.5  # seconds between two reports
TRIAL = 6  # steps that are timed for each number of threads
WORTH = 1.4  # times quicker that more threads must be: they spin when another process comes
CALMEST = 1e-5  # share of its height that the rate ends at


class Run:
    """A network, its optimiser and its generators, all from one seed."""

    def __init__(
        self,
        network: offers.Network,
        values: Mapping[str, float],
        device: Device,
        seed: int,
        job: Job,
        between: Callable[[], None],
    ) -> None:
        self.network, self.values, self.device = network, values, device
        self.seed, self.job, self.between = seed, job, between
        self.began = time.monotonic()
        self._anew()

    def _anew(self) -> None:
        self.rng = np.random.default_rng(self.seed)
        self.noise = torch.Generator().manual_seed(self.seed)
        parameters = self.network.parameters()
        self.optimiser = torch.optim.AdamW(parameters, weight_decay=0.01, betas=(0.9, 0.98))

    def trained(self) -> dict[str, Any]:
        """Train to the end, or until the job is stopped; figures for the card."""
        self.between()
        threads, seconds = self._paced()
        total = self._total(seconds)
        self.stepping = time.monotonic()
        with _threads(threads):
            done = self._steps(total)
            figures = dict(self.network.judge())
        self.between()
        spent = time.monotonic() - self.began
        facts = {"steps": done, "of": total, "threads": threads, "training_seconds": spent}
        return {**facts, **figures}

    def _paced(self) -> tuple[int, float]:
        """The number of threads that is quicker here and now, and the seconds a step takes.

        On shared cores threads that wait for each other can be thirty times slower than one.
        """
        cores = os.cpu_count() or 1
        trials = [1] if self.device.kind != "cpu" or cores == 1 else [1, cores]
        timed = {threads: self._timed(threads) for threads in trials}
        self._anew()
        best = min(timed, key=lambda threads: timed[threads])
        if timed[1] < WORTH * timed[best]:
            best = 1
        return best, timed[best]

    def _timed(self, threads: int) -> float:
        """The median seconds of a step, the network left as it was."""
        before = {name: array.copy() for name, array in self.network.state().items()}
        spans = []
        with _threads(threads):
            for _ in range(TRIAL):
                start = time.perf_counter()
                self._step(0.0)
                spans.append(time.perf_counter() - start)
        self.network.restore(before)
        return float(np.median(spans))

    def _total(self, seconds: float) -> int:
        if self.values["steps"]:
            return int(self.values["steps"])
        left = self.values["minutes"] * 60 - (time.monotonic() - self.began)
        return int(min(max(left * 0.93 / seconds, 20), self.values["most_steps"]))

    def _steps(self, total: int) -> int:
        """Take the steps, or as many as there is time for; how many they were."""
        told, step = time.monotonic(), 0
        while step < total:
            shown = self._step(self._rate(step, total))
            step += 1
            now = time.monotonic()
            if now - told < TELL and step < total:
                continue
            told = now
            if not self._told(step, total, shown):
                break
            self.between()
            total = self._fitting(step, total)
        return step

    def _fitting(self, step: int, total: int) -> int:
        """Fewer steps where they have become slower than the minutes allow."""
        if self.values["steps"]:
            return total
        now = time.monotonic()
        pace = (now - self.stepping) / step
        left = self.values["minutes"] * 60 - (now - self.began)
        return min(total, step + max(int(left / pace), 0)) if step > WARM else total

    def _step(self, rate: float) -> dict[str, Any]:
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        parts = self.network.loss(int(self.values["batch"]), self.rng, self.noise)
        self.optimiser.zero_grad()
        parts["loss"].backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        return dict(parts)

    def _rate(self, step: int, total: int) -> float:
        """Up in WARM steps, then down a half cosine (Loshchilov and Hutter 2017)."""
        rise = min(1.0, (step + 1) / min(WARM, max(total // 4, 1)))
        fall = 0.5 + 0.5 * math.cos(math.pi * step / total)
        return self.values["rate"] * (rise * fall + CALMEST)

    def _told(self, step: int, total: int, parts: dict[str, Any]) -> bool:
        shown = {name: float(value.detach()) for name, value in parts.items()}
        left = (time.monotonic() - self.stepping) / step * (total - step)
        error = shown.get("error", shown["loss"])
        note = f"step {step} of {total}, {error:.2f} dB, {left:.0f} s left"
        return self.job.advance(step / total, note, step=step, steps=total, left=left, **shown)


class _threads:  # noqa: N801
    """Within it torch computes with so many threads."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __enter__(self) -> None:
        self.before = torch.get_num_threads()
        torch.set_num_threads(self.count)

    def __exit__(self, *_: object) -> None:
        torch.set_num_threads(self.before)
