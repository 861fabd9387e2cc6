"""A part of a performance: what one source of the live sound was given, and at which frames."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from timbrel.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST = 4_000_000  # moves that are remembered: 18 bytes each, half a day of a knob without rest


@dataclass(slots=True)
class Part:
    """A model with its seed and its knobs, ``values``, as they stood when its first block was made.

    It enters at the frame ``first`` of the live sound; all that happens to it then is told by its
    own frames, 0 being the one that it enters with. ``full``: it has forgotten the latest moves.
    """

    model: str
    mapper: str
    files: Mapping[str, str]
    seed: int
    values: Mapping[str, float]
    first: int = 0
    fades: list[tuple[int, float, float]] = field(default_factory=list)
    full: bool = False
    _knobs: dict[str, int] = field(default_factory=dict)
    _at: array[int] = field(default_factory=lambda: array("q"))
    _knob: array[int] = field(default_factory=lambda: array("H"))
    _to: array[float] = field(default_factory=lambda: array("d"))

    def moved(self, frame: int, values: Mapping[str, float]) -> None:
        """From this frame on some knobs stand elsewhere."""
        self.full = self.full or len(self._at) >= MOST
        if self.full:
            return
        for name, value in values.items():
            self._knob.append(self._knobs.setdefault(name, len(self._knobs)))
            self._to.append(value)
            self._at.append(frame)  # the last: who reads meanwhile goes by it

    def moves(self, stop: int) -> Iterator[tuple[int, str, float]]:
        """Frame, knob and value of each move before the frame ``stop``, in their order."""
        names = [*self._knobs]
        for at, knob, to in zip(self._at, self._knob, self._to, strict=False):
            if at >= stop:
                return
            yield at, names[knob], to

    def facts(self, start: int, stop: int) -> dict[str, Any]:
        """The part up to the frame ``stop`` of the live sound, as heard from ``start`` on: JSON.

        Its moves are columns: ``at`` which frame, which of the ``knobs``, ``to`` which value.
        """
        count = bisect_left(self._at, stop - self.first)
        return {
            "model": self.model,
            "mapper": self.mapper,
            "files": dict(self.files),
            "seed": self.seed,
            "values": dict(self.values),
            "first": self.first - start,
            "fades": [[*fade] for fade in self.fades if fade[0] < stop - self.first],
            "knobs": [*self._knobs],
            "at": self._at[:count].tolist(),
            "knob": self._knob[:count].tolist(),
            "to": self._to[:count].tolist(),
        }

    @classmethod
    def again(cls, facts: Mapping[str, Any]) -> Part:
        """The part that its facts are of; a Problem where they are none."""
        try:
            values = {str(name): float(value) for name, value in facts["values"].items()}
            part = cls(
                *(str(facts["model"]), str(facts["mapper"]), dict(facts["files"])),
                *(int(facts["seed"]), values, int(facts["first"])),
                [(int(at), float(goal), float(s)) for at, goal, s in facts["fades"]],
            )
            for at, knob, to in zip(facts["at"], facts["knob"], facts["to"], strict=True):
                part.moved(int(at), {str(facts["knobs"][knob]): float(to)})
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
            raise Problem("The record of the performance cannot be read.") from None
        return part
