"""The trajectory: which event sounds when, as a walk from event to event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from timbrel import offers
from timbrel_grain.dsp_drone import pad
from timbrel_grain.dsp_grid import CLOSEST, RATES, Grid, spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from timbrel_grain.dsp_catalog import Catalogue
    from timbrel_grain.dsp_map import Plane

SLOWEST = 280  # frames between two onsets: one in three seconds
RAREST = 450  # and at the sparse end: one in five seconds
PADS = 0.5  # of the knob's turn upwards that the gaps after pads follow: those come in pieces


@dataclass(frozen=True, slots=True)
class Step:
    """An event to sound: ``when`` in frames from the start, with its own random ``rng``.

    ``overlap`` is how many of its like sound at a time, ``accent`` in dB; in a blend ``place``,
    0..1, is the share of its model at which it comes in. Its recording has gone on as it was for
    ``stayed`` frames.
    """

    event: int
    other: int
    when: float
    overlap: float
    accent: float
    rng: np.random.Generator
    key: tuple[int, int]
    place: float = 0.0
    stayed: float = 0.0

    def draws(self, stage: int) -> np.random.Generator:
        """Random numbers of this step for one stage alone: no other is shifted by them."""
        return np.random.default_rng((*self.key, stage))


def walk(
    catalogue: Catalogue,
    values: Mapping[str, float],
    seed: int,
    plane: Callable[[], Plane] | None = None,
) -> Iterator[Step]:
    """Steps without end, in the order of time; ``values`` are read anew before each.

    Each step has a random generator of its own, so that a knob that changes what one step draws
    leaves the draws of all later ones as they were.
    """
    grid, event = Grid(catalogue), None
    for count in range(2**62):
        now = offers.moment(values, grid.seconds)
        step, gap = stepped(catalogue, grid, event, now, (seed, count), plane)
        yield step
        event = step.event
        if isinstance(values, offers.Motion):
            gap = _met(catalogue, event, values, grid.seconds)
        grid.advance(event, gap, now, step.key)


def stepped(
    catalogue: Catalogue,
    grid: Grid,
    event: int | None,
    now: Mapping[str, float],
    key: tuple[int, int],
    plane: Callable[[], Plane] | None = None,
) -> tuple[Step, int]:
    """The step after the one that sounds ``event``, and the gap in frames that follows it."""
    rng = np.random.default_rng(key)
    event = _next(catalogue, event, now["variation"], rng)
    near = catalogue.near[event]
    other = int(near[min(int(rng.exponential(2.0)), len(near) - 1)])
    if plane and now.get("map", 0.0):
        event, other = plane().drawn(event, other, now, key)
    gap = gap_after(catalogue, event, now["density"])
    overlap = float(catalogue.table[event, 2]) / grid.drawn(event, gap, now)
    when, accent = grid.onset(now)
    return Step(event, other, when, overlap, accent, rng, key), gap


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


def gap_after(catalogue: Catalogue, event: int, density: float) -> int:
    """Frames until the next onset: the recording's own, or as the knob spaces them.

    Not quicker than the ear counts: 15 strokes a second grate. A recording that is quicker by
    itself keeps its own at rest.
    """
    own = int(catalogue.table[event, 3])
    if density > 0 and pad(catalogue, event):
        density *= PADS
    least = own + max(CLOSEST - own, 0) * min(2 * max(density, 0.0), 1.0)
    most = SLOWEST * (RAREST / SLOWEST) ** max(-density, 0.0)
    least = min(round(least), CLOSEST)
    return round(min(max(round(spaced(own, density)), least), most))


def _met(catalogue: Catalogue, event: int, values: offers.Motion, seconds: float) -> int:
    """The gap after an event where the density moves within it: the next comes when it is due."""
    before = 0
    for passed in range(0, RAREST + CLOSEST, CLOSEST // 2):
        gap = gap_after(catalogue, event, values.at(seconds + passed / RATES)["density"])
        if gap <= passed:
            return max(gap, before)
        before = passed
    return before
