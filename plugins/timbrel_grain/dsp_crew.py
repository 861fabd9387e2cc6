"""Voices one after another, made ahead on all cores where what they are made from is known."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from timbrel import offers
from timbrel_grain.dsp_single import single
from timbrel_grain.dsp_spectrum import HOP, RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy as np

    from timbrel_grain.dsp_voice import Ensemble
    from timbrel_grain.dsp_walk import Step

    Seen = list[tuple[float, np.ndarray]]
    Voice = tuple[np.ndarray, Seen]

CORES = min(os.cpu_count() or 1, 4)
AHEAD = 2 * CORES  # voices that are under way at a time


def voices(
    ensemble: Ensemble, steps: Iterator[Step], values: Mapping[str, float]
) -> Iterator[tuple[int, Callable[[], Voice]]]:
    """The sample each step begins at, and what gives its sound and which frames it played when.

    Live, a step is looked at only when its turn has come, for the knobs may move until then.
    What comes out is the same: every step has random numbers of its own.
    """
    play = partial(_played, ensemble, values)
    if not getattr(values, "foreseen", False) or CORES < 2:
        for step in steps:
            yield _begin(step), partial(play, step)
        return
    with ThreadPoolExecutor(CORES) as crew:
        under_way: deque[tuple[int, Callable[[], Voice]]] = deque()
        for step in steps:
            under_way.append((_begin(step), crew.submit(play, step).result))
            if len(under_way) > AHEAD:
                yield under_way.popleft()


def _begin(step: Step) -> int:
    return round(step.when * HOP)


def _played(ensemble: Ensemble, values: Mapping[str, float], step: Step) -> Voice:
    seen: Seen = []
    now = dict(offers.moment(values, _begin(step) / RATE))
    with single:
        sound = ensemble.voice(step, now, lambda when, path: seen.append((when, path)))
    return sound, seen
