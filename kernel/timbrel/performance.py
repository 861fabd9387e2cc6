"""A performance: what was played live, played again from the record of it alone."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from timbrel.audio import Audio
from timbrel.control import settle
from timbrel.part import Part
from timbrel.problem import Problem
from timbrel.source import Source, mixed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from timbrel.playing import Standing
    from timbrel.session import Session

LONGEST = 7 * 24 * 3600  # seconds


class Performance:
    """Parts that sounded together, for ``frames`` at a rate in Hz, mixed in blocks of one size.

    It sounds to the last bit as it did: a source knows no clock, only its seed, its knobs block by
    block and when it was faded. One that had begun before the record did is played from there.
    """

    def __init__(self, parts: Sequence[Part], frames: int, rate: int, block: int) -> None:
        self.parts, self.frames = parts, frames
        self.rate, self.block = rate, block
        self._loaded: list[tuple[Part, Standing]] = []

    @classmethod
    def again(cls, facts: Mapping[str, Any], frames: int) -> Performance:
        """The one of a record: 'rate', 'block' and 'parts'; a Problem where it is none."""
        try:
            parts = [Part.again(each) for each in facts["parts"]]
            made = cls(parts, frames, int(facts["rate"]), int(facts["block"]))
        except (LookupError, TypeError, ValueError, OverflowError):
            raise Problem("The record of the performance cannot be read.") from None
        most = LONGEST * made.rate
        first = min((part.first for part in parts), default=0)
        if not (made.rate > 0 and 16 <= made.block <= 65536 and frames < most and first > -most):
            raise Problem("The record of the performance cannot be read.")
        return made

    def load(
        self,
        session: Callable[[], Session],
        looked: Callable[[Part, Session], None] = lambda part, session: None,
    ) -> None:
        """Load all that it is played with, each model into such a session.

        Each part is ``looked`` at with its own, before its knobs are turned there.
        """
        known: dict[tuple[str, str], Session] = {}
        self._loaded = []
        for part in self.parts:
            key = (part.model, part.mapper)
            if key not in known:
                known[key] = session()
                known[key].load(*key)
            looked(part, known[key])
            self._loaded.append((part, _standing(known[key], part, self.frames)))

    def play(self) -> Iterator[Audio]:
        """All of it from the beginning, once it is loaded."""
        coming = deque(sorted(self._loaded, key=lambda each: each[0].first))
        sounding = list[_Again]()
        at = min([0, *(part.first for part in self.parts)])
        while at < self.frames:
            while coming and coming[0][0].first <= at:
                sounding.append(_Again(*coming.popleft(), self.frames))
            for each in sounding:
                each.turn(at)
            mix = mixed([each.source for each in sounding], self.block)
            if at + self.block > 0:
                yield Audio(mix[:, max(-at, 0) : self.frames - at], self.rate)
            sounding = [each for each in sounding if not each.source.gone]
            at += self.block


class _Again:
    """A source that is given what it was given then."""

    def __init__(self, part: Part, standing: Standing, frames: int) -> None:
        self._part, self._standing = part, standing
        self._fades, self._moves = deque(part.fades), part.moves(frames - part.first)
        self._next = next(self._moves, None)
        self.source = Source(lambda: standing, part.seed)
        self.source.prepare()
        if self.source.problem:
            raise self.source.problem

    def turn(self, at: int) -> None:
        """What happened to it up to a frame of the whole."""
        own, moved = at - self._part.first, dict[str, float]()
        while self._fades and self._fades[0][0] <= own:
            self.source.fade(*self._fades.popleft()[1:])
        while self._next and self._next[0] <= own:
            moved[self._next[1]] = self._next[2]
            self._next = next(self._moves, None)
        if moved:
            values = {**self._standing.values, **moved}
            self._standing = replace(self._standing, values=values)
            self.source.hear(self._standing)


def _standing(session: Session, part: Part, frames: int) -> Standing:
    """The session with the knobs of a part; a Problem where they do not reach so far any more."""
    known = session.controls
    asked = [*part.values.items(), *((n, to) for _, n, to in part.moves(frames - part.first))]
    if any(name not in known or known[name].clamp(value) != value for name, value in asked):
        mend = "They were measured anew since: restore the model that was."
        raise Problem(f"The knobs of '{part.model}' do not reach what they did.", mend)
    return replace(session.standing(), values=settle((*known.values(),), part.values))
