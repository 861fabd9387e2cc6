"""Takes near another: the same steps at the same times, some of them drawn anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from timbrel import offers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel_grain.dsp_catalog import Catalogue
    from timbrel_grain.dsp_walk import Step

FURTHER = 8.0  # neighbours further away, in the mean, that a step drawn anew goes at amount 1


def varied(steps: Iterator[Step], catalogue: Catalogue, seed: int) -> Iterator[Step]:
    """The steps of a walk; where its seed is near another, that share of them drawn anew.

    Those sound other events like their own, and all that is random about them is random again.
    """
    if not isinstance(seed, offers.Near):
        yield from steps
        return
    for count, step in enumerate(varied(steps, catalogue, seed.base)):
        rng = np.random.default_rng((seed.other, count))
        drawn = rng.random() < seed.amount
        yield _anew(step, catalogue, rng, (seed.other, count), seed.amount) if drawn else step


def _anew(
    step: Step, catalogue: Catalogue, rng: np.random.Generator, key: tuple[int, int], amount: float
) -> Step:
    around = [step.event, *catalogue.near[step.event]]
    places = rng.exponential(1 + FURTHER * amount, 2).astype(int)
    event, other = (int(around[min(place, len(around) - 1)]) for place in places)
    longer = catalogue.table[event, 2] / catalogue.table[step.event, 2]
    overlap = step.overlap * float(longer)
    return replace(step, event=event, other=other, overlap=overlap, rng=rng, key=key)
