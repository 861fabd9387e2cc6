"""One stream of a session as live sound takes it: by the frame, faded in and out."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from timbrel.problem import Problem
from timbrel.session import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from timbrel.audio import Audio
    from timbrel.session import Session

log = logging.getLogger(__name__)
RISE = 0.02  # seconds in which what follows silence fades in


class Source:
    """Silent until ``prepare`` is through, then the model on both sides at its own rate."""

    def __init__(self, session: Session, seed: int) -> None:
        self._session, self._seed = session, seed
        self._blocks: Iterator[Audio] | None = None
        self._rest: Audio | None = None
        self._gain, self._goal, self._slope = 0.0, 1.0, 0.0
        self.problem: Problem | None = None
        self.rate = 0

    @property
    def gone(self) -> bool:
        """Whether it has faded out, or broken."""
        return self.problem is not None or not (self._gain or self._goal)

    def prepare(self) -> None:
        """Wait for its first block: the model does all that takes long before it."""
        try:
            self._blocks = self._session.stream(LONGEST, self._seed)
            self._rest = next(self._blocks)
            self.rate = self._rest.rate
        except Exception as error:
            self._broken(error)

    def fade(self, goal: float, seconds: float) -> None:
        """Go to a gain of 0 or 1; the quicker of two ways down is gone."""
        slope = 1 / max(seconds * self.rate, 1)
        self._slope = slope if goal != self._goal else max(slope, self._slope)
        self._goal = goal

    def take(self, frames: int) -> np.ndarray:
        """The next samples (2, frames); silence once it is gone."""
        import numpy as np

        try:
            sound = self._next(frames)
        except Exception as error:
            self._broken(error)
            return np.zeros((2, frames), np.float32)
        return sound if self._gain == self._goal == 1 else sound * self._ramp(frames)

    def _next(self, frames: int) -> np.ndarray:
        import numpy as np

        assert self._rest is not None
        parts, have = [self._rest.samples], self._rest.frames
        while have < frames:
            block = self._block()
            parts.append(block.samples)
            have += block.frames
        whole = parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)
        self._rest = type(self._rest)(whole[:, frames:], self.rate)
        return np.broadcast_to(whole[:2, :frames], (2, frames))

    def _block(self) -> Audio:
        """The next one; after a day of them, the first again."""
        assert self._blocks is not None
        block = next(self._blocks, None)
        if block is None:
            self._blocks = self._session.stream(LONGEST, self._seed)
            block = next(self._blocks)
        return block

    def _ramp(self, frames: int) -> np.ndarray:
        """Gains (frames,) on the way; two sources that change places keep their energy."""
        import numpy as np

        steps = self._slope * np.arange(1, frames + 1, dtype=np.float32)
        way = np.clip(self._gain + (steps if self._goal else -steps), 0, 1)
        self._gain = float(way[-1])
        return np.sin(way * np.pi / 2)

    def _broken(self, error: Exception) -> None:
        if not isinstance(error, Problem):
            log.error("The live sound broke", exc_info=error)
            error = Problem("This model cannot be played live.", "Timbrel's log says why.")
        self.problem = error
