"""The trajectory: which event sounds when, as a walk from event to event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel_grain.dsp_catalog import Catalogue

QUICKEST, SLOWEST = 4, 280  # frames between two onsets: 12 a second to one in three seconds


@dataclass(frozen=True, slots=True)
class Step:
    """An event to sound: ``when`` in frames from the start, with its own random ``rng``."""

    event: int
    other: int
    when: int
    overlap: float
    rng: np.random.Generator


def walk(catalogue: Catalogue, values: Mapping[str, float], seed: int) -> Iterator[Step]:
    """Steps without end, in the order of time; ``values`` are read anew before each.

    Each step has a random generator of its own, so that a knob that changes what one step draws
    leaves the draws of all later ones as they were.
    """
    when, event = 0, None
    for count in range(2**62):
        rng = np.random.default_rng((seed, count))
        event = _next(catalogue, event, values["variation"], rng)
        gap = _gap(catalogue, event, values["density"])
        near = catalogue.near[event]
        other = int(near[min(int(rng.exponential(2.0)), len(near) - 1)])
        overlap = float(catalogue.table[event, 2]) / gap
        yield Step(event, other, when, overlap, rng)
        when += gap


def _next(
    catalogue: Catalogue, event: int | None, variation: float, rng: np.random.Generator
) -> int:
    """Go on in the recording, step to something like it, or somewhere else altogether."""
    draw, place = rng.random(), rng.integers(len(catalogue))
    if event is None:
        return int(place)
    after = catalogue.follower(event)
    if after is not None and draw < 0.85 - 0.5 * variation:
        return after
    if draw < 0.93 - 0.4 * variation:
        return int(rng.choice(catalogue.near[event]))
    return int(place)


def _gap(catalogue: Catalogue, event: int, density: float) -> int:
    """Frames until the next onset: the recording's own, four times as dense at the knob's end."""
    own = float(catalogue.table[event, 3])
    return int(np.clip(round(own * 4.0**-density), QUICKEST, SLOWEST))
