"""The rhythm of a training: when it reports, judges itself and keeps a checkpoint."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TELL = 0.5  # seconds between two reports
KEEP = 10.0  # seconds between two checkpoints, at most
SHARE = 0.05  # of all steps between two judgements, or two checkpoints
DEAR = 20.0  # times what a judgement or a checkpoint takes that pass until the next


@dataclass(slots=True)
class Beat:
    """Something that is due after a share of all steps, or after so many seconds."""

    share: float
    seconds: float
    clock: Callable[[], float] = time.monotonic
    pause: float = 0.0
    step: int = 0
    when: float = -math.inf

    def due(self, step: int, total: int) -> bool:
        passed = self.clock() - self.when
        ripe = passed >= self.seconds or step - self.step >= self.share * total
        return ripe and passed >= self.pause

    def done(self, step: int, seconds: float = 0.0) -> None:
        """It was done at that step, which took so many seconds."""
        self.step, self.when, self.pause = step, self.clock(), DEAR * seconds


@dataclass(slots=True)
class Rhythm:
    telling: Beat = field(default_factory=lambda: Beat(math.inf, TELL))
    judging: Beat = field(default_factory=lambda: Beat(SHARE, math.inf))
    keeping: Beat = field(default_factory=lambda: Beat(SHARE, KEEP))

    def at(self, step: int) -> None:
        """Begin from here, as if all had just been done."""
        for beat in (self.telling, self.judging, self.keeping):
            beat.done(step)
