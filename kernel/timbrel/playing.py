"""Values on their way into a model, and blocks on their way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timbrel.audio import Audio
    from timbrel.kinds import Mapper
    from timbrel.learning import Model


def told(blocks: Iterator[Audio], front: Resolved, story: dict[str, Any]) -> Iterator[Audio]:
    """The blocks, with the time kept for who reads the front; at their end the model's facts."""
    done = 0
    while True:
        try:
            block = next(blocks)
        except StopIteration as end:
            story.clear()
            story.update(end.value or {})
            return
        done += block.frames
        front.time = done / block.rate
        yield block


@dataclass(frozen=True, slots=True)
class Standing:
    """A session at one moment: its model, what stands before it, and where the knobs are."""

    model: Model
    mapper: Mapper
    name: str
    files: Mapping[str, str]
    values: Mapping[str, float]

    def stream(self, frames: int, seed: int, now: Callable[[], Standing]) -> Iterator[Audio]:
        """Blocks of its model, the knobs as they stand ``now`` whenever one is made."""
        hand = Hand(self, now)
        front = Resolved(hand, self.mapper, self.model)
        yield from hand.playing(self.model.render(front, frames, seed))


class Hand:
    """A session's knobs as its hand has them, held still while a block is made.

    Once the session plays another model they stay as they were: the sound may be fading still.
    """

    def __init__(self, standing: Standing, now: Callable[[], Standing]) -> None:
        self._now = now
        self._model, self._held = standing.model, standing.values

    def __call__(self, seconds: float) -> Mapping[str, float]:
        return self._held

    def playing(self, blocks: Iterator[Audio]) -> Iterator[Audio]:
        """The blocks, the knobs read anew before each."""
        while True:
            standing = self._now()
            if standing.model is self._model:
                self._held = standing.values
            try:
                yield next(blocks)
            except StopIteration:
                return


class Resolved(Mapping[str, float]):
    """A model's own control values, read through the mapper each time they are asked for."""

    def __init__(self, values: Any, mapper: Mapper, model: Model) -> None:
        self._values, self._mapper, self._model = values, mapper, model
        self.by_hand = isinstance(values, Hand)
        self._last: tuple[Any, Mapping[str, float]] | None = None
        self.time = 0.0

    def at(self, seconds: float) -> Mapping[str, float]:
        values, last = self._values(seconds), self._last
        if last and last[0] is values:  # a session makes new ones where a control is moved
            return last[1]
        resolved = self._mapper.resolve(values, self._model)
        self._last = values, resolved
        return resolved

    def _now(self) -> Mapping[str, float]:
        return self.at(self.time)

    def __getitem__(self, name: str) -> float:
        return self._now()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())
