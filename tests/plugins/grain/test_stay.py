"""A walk knows how long it has stayed in a recording."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.plugins.grain.conftest import RATE, clip, hiss

from timbrel_grain.dsp_stay import Stay
from timbrel_grain.dsp_walk import Step, walk
from timbrel_grain.grain import Grain

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel_grain.dsp_catalog import Catalogue


@pytest.fixture
def catalogue(model: Any) -> Catalogue:
    return model.ensemble.catalogue


@pytest.fixture
def first(catalogue: Catalogue) -> int:
    """An event that at least two others of its recording follow."""
    alike = catalogue.table[2:, 0] == catalogue.table[:-2, 0]
    return int(np.flatnonzero(alike)[0])


def step(event: int, when: float) -> Step:
    return Step(event, event, when, 1.0, 0.0, np.random.default_rng(0), (0, 0))


def test_it_is_the_time_since_the_walk_came_there(catalogue: Catalogue, first: int) -> None:
    starts = catalogue.table[first : first + 3, 1] - catalogue.table[first, 1]
    stay = Stay(catalogue)
    told = [stay.told(step(first + n, 50.0 + starts[n])).stayed for n in range(3)]
    assert told == starts.tolist()


def test_another_event_or_another_time_begins_anew(catalogue: Catalogue, first: int) -> None:
    apart = float(catalogue.table[first + 1, 1] - catalogue.table[first, 1])
    for event, when in ((first + 1, apart + 5), (first + 2, apart), (first, apart)):
        stay = Stay(catalogue)
        stay.told(step(first, 0.0))
        assert stay.told(step(event, when)).stayed == 0


def test_nothing_else_of_a_step_is_changed(catalogue: Catalogue, model: Any) -> None:
    values = {c.name: c.rest for c in model.controls}
    stay = Stay(catalogue)
    for one in islice(walk(catalogue, values, 3), 20):
        told = stay.told(one)
        assert (told.event, told.other, told.when, told.key) == (
            one.event,
            one.other,
            one.when,
            one.key,
        )
        assert told.rng is one.rng and told.stayed >= 0


def test_a_walk_on_in_a_loop_is_no_long_copy_of_it(learnt: Callable[..., Any]) -> None:
    beats = np.concatenate([hiss(0.2, 8, n, -0.5 * (n % 2)) for n in range(24)])
    loop = Grain().load(
        learnt([clip("loop", beats[: 4 * RATE]), clip("other", beats[4 * RATE :])])[1]
    )
    values = {c.name: c.rest for c in loop.controls}
    found = [_longest(loop.render(values, 4 * RATE, seed)) for seed in range(5)]
    assert np.median(found) <= 0.25


def _longest(blocks: Any) -> float:
    while True:
        try:
            next(blocks)
        except StopIteration as end:
            return end.value["longest_verbatim"]
