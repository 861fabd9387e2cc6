"""A job that is a part of another."""

from __future__ import annotations

from typing import Any

from timbrel import Job


class Share(Job):
    """Its progress fills ``low``..``high`` of the whole; it is stopped when the whole is."""

    def __init__(self, whole: Job, low: float, high: float) -> None:
        super().__init__(whole.name)
        self.whole, self.low, self.high = whole, low, high

    def advance(self, part: float, note: str = "", **facts: Any) -> bool:
        self.part, self.note, self.facts = part, note, {**self.facts, **facts}
        return self.whole.advance(self.low + (self.high - self.low) * part, note, **facts)

    def stop(self) -> None:
        self.whole.stop()

    @property
    def stopping(self) -> bool:
        return self.whole.stopping
