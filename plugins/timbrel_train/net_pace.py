"""The pace: how long a step takes here and now, and with how many threads it takes least."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Device
    from timbrel_train.net_step import Steps

TRIAL = 6  # steps that are timed for each number of threads
WORTH = 1.4  # times quicker that more threads must be: they spin when another process comes
HOPELESS = 3.0  # times slower in a single step that ends a trial
BUSY = 0.6  # processes to a core that leave no other core to be had


def pace(steps: Steps, device: Device) -> tuple[int, float]:
    """The number of threads that is quicker, and the seconds a step takes with it.

    On shared cores threads that wait for each other can be thirty times slower than one. The
    state is left as it was.
    """
    cores = os.cpu_count() or 1
    timed = {1: timed_with(1, steps)}
    if device.kind == "cpu" and cores > 1 and not busy(cores):
        timed[cores] = timed_with(cores, steps, HOPELESS * timed[1])
    best = min(timed, key=lambda threads: timed[threads])
    if timed[1] < WORTH * timed[best]:
        best = 1
    return best, timed[best]


def busy(cores: int) -> bool:
    """Whether others need the cores: a single step of many threads could then take seconds."""
    return hasattr(os, "getloadavg") and os.getloadavg()[0] > BUSY * cores


def timed_with(count: int, steps: Steps, limit: float = float("inf")) -> float:
    """The median seconds of a step with so many threads; one over the limit is answer enough."""
    before = {name: np.array(a) for name, a in steps.state.network.state().items()}
    spans: list[float] = []
    with threads(count):
        while len(spans) < TRIAL and (not spans or spans[-1] <= limit):
            start = time.perf_counter()
            steps.take(0.0)
            spans.append(time.perf_counter() - start)
    steps.state.network.restore(before)
    steps.state.anew()
    return max(spans) if spans[-1] > limit else float(np.median(spans))


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Within it torch computes with so many threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
