"""A turn in the line of trainings: waited for, held while it trains, given back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Job
    from timbrel_train.line import Line
    from timbrel_train.run import Run

GLANCE = 0.2
NUMBERS = ("", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Turn:
    """``noted`` is told of each change: the words, and the place in the line."""

    def __init__(self, line: Line, run: Run, job: Job, noted: Callable[..., None]) -> None:
        self.line, self.run, self.job, self.noted = line, run, job, noted
        self.waited = 0.0  # seconds

    def awaited(self, first: bool = False) -> bool:
        """Wait for it; False if it was stopped meanwhile."""
        self.line.join(self.run, first)
        began, state, told = time.monotonic(), self.job.state, ""
        while (place := self.line.place(self.run)) and not self._stopped():
            if (says := self._says(place)) != told:
                told, self.job.state = says, "waiting"
                self.noted(note=says, place=place)
                self.job.advance(self.job.part, says, place=place)
            time.sleep(GLANCE)
        self.job.state = state
        self.waited += time.monotonic() - began
        if place:
            self.line.leave(self.run)
        elif told:
            self.job.advance(self.job.part, "beginning", place=0)
        return not place

    def given_back(self) -> None:
        self.line.leave(self.run)

    def _stopped(self) -> bool:
        if self.run.wish() == "stop":
            self.job.stop()
        return self.job.stopping

    def _says(self, place: int) -> str:
        if self.run.wish() == "pause":
            return "paused before its turn"
        behind = self.line.at_work
        if place == 1:
            return f"waits for '{behind}' to end: next in line" if behind else "next in line"
        number = NUMBERS[place - 1] if place <= len(NUMBERS) else f"number {place}"
        return f"waits its turn: {number} in line"
