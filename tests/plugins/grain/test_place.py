"""Places of steps between 0 and 1: a fair sample of a walk at every share, and the same again."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from timbrel_grain.dsp_catalog import Catalogue
from timbrel_grain.dsp_place import Places
from timbrel_grain.dsp_walk import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTHS = (280, 200, 60, 24, 12, 12)  # frames: two pads among short sounds
LEVELS = (-20.0, -10.0, -5.0, 0.0, -30.0, -25.0)  # dB


def catalogue() -> Catalogue:
    table = np.zeros((len(LENGTHS), 6), np.int64)
    table[:, 2] = LENGTHS
    rows = [np.tile([level, 0.0], (n, 1)) for level, n in zip(LEVELS, LENGTHS, strict=True)]
    offset = np.concatenate([[0], np.cumsum(LENGTHS)])
    conditions = np.concatenate(rows).astype(np.float32)
    near = np.zeros((len(LENGTHS), 1), np.int64)
    return Catalogue(table, offset, np.zeros((sum(LENGTHS), 2), np.float32), conditions, near)


def steps(count: int, seed: int) -> Iterator[Step]:
    """Any events in any order, as a walk of much variation has them."""
    order = np.random.default_rng(seed)
    for n in range(count):
        event = int(order.integers(len(LENGTHS)))
        yield Step(event, 0, 20.0 * n, 1.0, 0.0, np.random.default_rng((seed, n)), (seed, n))


def places(count: int, seed: int) -> list[Step]:
    return [*map(Places(catalogue(), (seed, 0, 0, 1)).deal, steps(count, seed))]


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_under_each_share_lies_as_much_of_a_short_take_as_it_says(share: float) -> None:
    for seed in range(50):
        taken = places(24, seed)
        under = [step for step in taken if step.place < share]
        assert abs(len(under) - share * len(taken)) <= 4
        whole, part = (sum(LENGTHS[s.event] for s in some) for some in (taken, under))
        assert abs(part - share * whole) <= 1.5 * max(LENGTHS)


def test_events_that_are_all_alike_come_by_turns_above_and_below_the_half() -> None:
    alike = (step for step in steps(4000, 3) if step.event == 4)
    dealt = map(Places(catalogue(), (3,)).deal, alike)
    halves = [step.place < 0.5 for step in itertools.islice(dealt, 100)]
    assert all(sum(pair) == 1 for pair in zip(halves[::2], halves[1::2], strict=True))


def test_places_lie_all_over_from_0_to_1() -> None:
    found = np.array([step.place for step in places(1000, 1)])
    assert found.min() >= 0 and found.max() < 1
    assert np.histogram(found, 10, (0, 1))[0].min() > 70


def test_the_places_are_the_same_each_time_and_do_not_depend_on_what_comes_later() -> None:
    first, longer = places(30, 5), places(60, 5)
    assert [s.place for s in first] == [s.place for s in longer[:30]]
    assert [s.place for s in first] != [s.place for s in places(30, 6)]
