"""One stream of a session as live sound takes it: by the frame, faded in and out."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from timbrel.part import Part
from timbrel.problem import Problem
from timbrel.session import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np

    from timbrel.audio import Audio
    from timbrel.playing import Standing

log = logging.getLogger(__name__)
RISE = 0.02  # seconds in which what follows silence fades in


class Source:
    """Silent until ``prepare`` is through, then the model on both sides at its own rate.

    ``standing`` tells what is to be played, and with what knobs it begins; others come by ``hear``.
    All that makes it sound as it does is written down in its ``part``.
    """

    def __init__(self, standing: Callable[[], Standing], seed: int) -> None:
        self._seed = seed
        self._blocks: Iterator[Audio] | None = None
        self._rest: Audio | None = None
        self._gain, self._goal, self._slope = 0.0, 1.0, 0.0
        self._done = 0
        self.problem: Problem | None = None
        self.part: Part | None = None
        self.rate = 0
        try:
            self._standing = now = standing()
            self.part = Part(now.name, now.mapper.name, now.files, seed, now.values)
        except Problem as problem:
            self.problem = problem

    @property
    def gone(self) -> bool:
        """Whether it has faded out, or broken."""
        return self.problem is not None or not (self._gain or self._goal)

    def prepare(self) -> None:
        """Wait for its first block: the model does all that takes long before it."""
        if self.problem:
            return
        try:
            self._blocks = self._stream()
            self._rest = next(self._blocks)
            self.rate = self._rest.rate
        except Exception as error:
            self._broken(error)

    def hear(self, standing: Standing) -> None:
        """Take the knobs as they stand for the frames to come; those of another model it does not.

        Nothing else reads them: so what was read, and when, is known to the frame.
        """
        old = self._standing
        if standing.model is not old.model or standing.values is old.values or not self.part:
            return
        moved = {n: v for n, v in standing.values.items() if v != old.values.get(n)}
        self._standing = standing
        if moved:
            self.part.moved(self._done, moved)

    def enter(self, frame: int, seconds: float) -> None:
        """Fade in, from this frame of the live sound on."""
        if self.part:
            self.part.first = frame
        self.fade(1, seconds)

    def fade(self, goal: float, seconds: float) -> None:
        """Go to a gain of 0 or 1; the quicker of two ways down is gone."""
        slope = 1 / max(seconds * self.rate, 1)
        slope = slope if goal != self._goal else max(slope, self._slope)
        if self.part and (goal, slope) != (self._goal, self._slope):
            self.part.fades.append((self._done, goal, seconds))
        self._goal, self._slope = goal, slope

    def take(self, frames: int) -> np.ndarray:
        """The next samples (2, frames); silence once it is gone."""
        import numpy as np

        self._done += frames
        try:
            sound = self._next(frames)
        except Exception as error:
            self._broken(error)
            return np.zeros((2, frames), np.float32)
        return sound if self._gain == self._goal == 1 else sound * self._ramp(frames)

    def _stream(self) -> Iterator[Audio]:
        now = self._standing
        return now.stream(round(LONGEST * now.model.rate), self._seed, lambda: self._standing)

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
            self._blocks = self._stream()
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


def mixed(sources: Sequence[Source], frames: int) -> np.ndarray:
    """The next samples of several sources together, (2, frames) within full scale."""
    import numpy as np

    mix = np.zeros((2, frames), np.float32)
    for source in sources:
        mix += source.take(frames)
    return np.clip(mix, -1, 1, out=mix)
