"""One step of the training: in a batch that fits into memory, down a loss that is a number."""

from __future__ import annotations

import gc
import math
from typing import TYPE_CHECKING, Any

import torch

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel_train.net_state import State

HALVED = 3  # times at most
SHORT = ("out of memory", "not enough memory", "can't allocate memory", "cannot allocate memory")


class Steps:
    """Takes steps with a State; ``said`` hears of smaller batches."""

    def __init__(self, state: State, batch: int, said: Callable[[str], None]) -> None:
        self.state, self.batch, self.said = state, batch, said
        self.halved = 0

    def take(self, rate: float) -> dict[str, Any] | None:
        """What the loss is made of; None where it was no number, and nothing was learnt."""
        while True:
            try:
                return self._taken(rate)
            except (MemoryError, RuntimeError) as error:
                if not short_of_memory(error):
                    raise
            self._halve()  # out here, where the error no longer holds on to what filled the memory

    def _taken(self, rate: float) -> dict[str, Any] | None:
        optimiser, network = self.state.optimiser, self.state.network
        for group in optimiser.param_groups:
            group["lr"] = rate
        parts = network.loss(self.batch, self.state.rng, self.state.noise)
        optimiser.zero_grad()
        parts["loss"].backward()
        norm = torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        if not (math.isfinite(float(parts["loss"].detach())) and math.isfinite(float(norm))):
            optimiser.zero_grad()
            return None
        optimiser.step()
        return dict(parts)

    def _halve(self) -> None:
        if self.halved == HALVED or self.batch == 1:
            raise Problem(
                f"There is not enough memory to train, even in batches of {self.batch}.",
                "Close other programs, or give fewer or shorter recordings.",
                "unavailable",
            )
        self.state.optimiser.zero_grad()
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        before, self.batch = self.batch, self.batch // 2
        self.halved += 1
        self.said(f"Memory ran short: it goes on in batches of {self.batch}, not {before}.")


def short_of_memory(error: BaseException) -> bool:
    """Whether it says so: torch raises a RuntimeError for it, on the CPU a plain one."""
    words = str(error).lower()
    return isinstance(error, MemoryError) or any(short in words for short in SHORT)
