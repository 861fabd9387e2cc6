"""Sound as it crosses the kernel: plain arrays, never tensors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timbrel.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import numpy as np


@dataclass(frozen=True, slots=True)
class Audio:
    """Samples of shape (channels, frames), float32 in -1..1, and their rate in Hz."""

    samples: np.ndarray
    rate: int

    def __post_init__(self) -> None:
        if self.samples.ndim != 2 or str(self.samples.dtype) != "float32":
            got = f"{self.samples.shape} {self.samples.dtype}"
            raise Problem(f"Audio is (channels, frames) float32, not {got}.")

    @property
    def channels(self) -> int:
        return int(self.samples.shape[0])

    @property
    def frames(self) -> int:
        return int(self.samples.shape[1])

    @property
    def seconds(self) -> float:
        return self.frames / self.rate


@dataclass(frozen=True, slots=True)
class Take:
    """One rendering: the recipe that makes it again, and its sound, block by block.

    ``play`` starts the rendering anew at each call and gives the same samples each time, so a
    take of an hour needs no more memory than one of a second. ``another`` gives the same take
    by another seed, for a second voice beside it; None where there is no such thing.
    """

    recipe: Mapping[str, Any]
    rate: int
    channels: int
    frames: int
    play: Callable[[], Iterator[Audio]]
    another: Callable[[int], Take] | None = None

    @property
    def seconds(self) -> float:
        return self.frames / self.rate

    def audio(self) -> Audio:
        """The whole sound in memory: for short takes."""
        return joined(self.play(), self.channels, self.rate)


def joined(blocks: Iterable[Audio], channels: int, rate: int) -> Audio:
    """Blocks end to end as one Audio; no block at all gives one without frames."""
    import numpy as np

    parts = [block.samples for block in blocks] or [np.zeros((channels, 0), np.float32)]
    return Audio(np.concatenate(parts, axis=1), rate)
