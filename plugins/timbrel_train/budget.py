"""The budget: the minutes that a training has, and how many steps they hold."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WARM = 50  # steps before their pace tells anything
SURE = 0.93  # share of the time left that is planned with at first
BESIDE = 1.06  # times the steps alone that they take with judgements and checkpoints
PREVIEW = 45.0  # seconds between two of the things that take as long as ``reserve``


@dataclass(slots=True)
class Budget:
    """``steps`` exactly, or at most ``most`` steps within ``seconds``.

    ``spent`` are the seconds of the processes that trained before this one, ``reserve`` those that
    a preview takes, and the end.
    """

    seconds: float
    steps: int = 0
    most: int = 1
    spent: float = 0.0
    reserve: float = 0.0
    clock: Callable[[], float] = time.monotonic
    began: float = field(init=False)

    def __post_init__(self) -> None:
        self.began = self.clock()

    @property
    def used(self) -> float:
        """Seconds, of this process and those before it."""
        return self.spent + self.clock() - self.began

    @property
    def left(self) -> float:
        """Seconds for steps."""
        return max(self.seconds - self.reserve - self.used, 0.0)

    def first_total(self, pace: float) -> int:
        """How many steps there will be, at so many seconds each."""
        return self.steps or int(min(max(self.left * SURE / pace, 20), self.most))

    def expected(self, total: int, pace: float) -> float:
        """Seconds until so many steps, and what comes between and after them, will be done."""
        stepping = total * pace * BESIDE
        whole = stepping + self.reserve * (1 + stepping // PREVIEW)
        return whole if self.steps else min(whole, self.left + self.reserve)

    def fitted(self, step: int, total: int, taken: int, seconds: float) -> int:
        """The total anew: the last ``taken`` steps, previews and all, took so many seconds."""
        if self.steps or taken < WARM:
            return total
        return min(self.most, step + int(self.left * taken / max(seconds, 1e-9)))
