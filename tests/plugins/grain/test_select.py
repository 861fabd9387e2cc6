"""The path that is chosen is the best there is."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel_grain import dsp_select as select


def cost(
    path: tuple[int, ...], costs: np.ndarray, follows: np.ndarray, leap: float
) -> tuple[float, int]:
    leaps = sum(not (b == a + 1 and follows[b]) for a, b in itertools.pairwise(path))
    return float(sum(costs[t, n] for t, n in enumerate(path)) + leap * leaps), leaps


def drawn(seed: int, count: int, frames: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    follows = rng.random(frames) < 0.7
    follows[0] = False
    return rng.standard_normal((count, 3)), rng.standard_normal((frames, 3)), follows


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9999), st.integers(1, 5), st.integers(1, 5), st.floats(0, 10))
def test_it_is_as_good_as_the_best_of_all_paths(
    seed: int, count: int, frames: int, leap: float
) -> None:
    targets, features, follows = drawn(seed, count, frames)
    costs = ((targets[:, None] - features) ** 2).sum(axis=2)
    path = tuple(int(n) for n in select.choose(targets, features, follows, leap))
    every = itertools.product(range(frames), repeat=count)
    best = min(cost(p, costs, follows, leap)[0] for p in every)
    assert cost(path, costs, follows, leap)[0] <= best + 1e-6


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 9999), st.integers(2, 60), st.floats(0, 5), st.floats(0, 5))
def test_a_higher_price_never_gives_more_leaps(seed: int, count: int, a: float, b: float) -> None:
    targets, features, follows = drawn(seed, count, 20)
    costs = ((targets[:, None] - features) ** 2).sum(axis=2)
    leaps = []
    for leap in sorted((a, b)):
        path = tuple(int(n) for n in select.choose(targets, features, follows, leap))
        leaps.append(cost(path, costs, follows, leap)[1])
    assert leaps[0] >= leaps[1] or np.isclose(a, b)


def test_a_stretch_of_a_recording_is_found_again_without_a_leap() -> None:
    features = np.random.default_rng(0).standard_normal((900, 8)).astype(np.float32)
    follows = np.ones(900, bool)
    follows[[0, 300, 600]] = False
    path = select.choose(features[310:590], features, follows, 5.0)  # longer than one span
    assert np.array_equal(path, np.arange(310, 590))


def test_a_path_never_goes_on_over_the_end_of_a_recording_at_no_price() -> None:
    features = np.arange(10.0)[:, None]
    follows = np.ones(10, bool)
    follows[[0, 5]] = False
    targets = np.arange(10.0)[:, None]
    high = select.choose(targets, features, follows, 1e6)
    steps = list(itertools.pairwise(int(n) for n in high))
    assert sum(not (b == a + 1 and follows[b]) for a, b in steps) >= 1


def test_what_comes_later_changes_no_span_before_it() -> None:
    targets, features, follows = drawn(3, 700, 40)
    long = select.choose(targets, features, follows, 2.0)
    assert np.array_equal(select.choose(targets[:512], features, follows, 2.0), long[:512])


def test_a_distance_is_squared_and_never_below_nothing() -> None:
    rng = np.random.default_rng(0)
    a, b = (rng.standard_normal((n, 4)).astype(np.float32) * 100 for n in (5, 7))
    expected = ((a[:, None] - b) ** 2).sum(axis=2)
    assert np.allclose(select.distances(a, b), expected, rtol=1e-3)
    assert (select.distances(a, a) >= 0).all()


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), min_size=1, max_size=9))
def test_stretches_that_overlap_give_each_frame_once(stretches: list[tuple[int, int]]) -> None:
    starts, counts = (np.array(column) for column in zip(*stretches, strict=True))
    frames = np.unique(np.concatenate([np.arange(s, s + n) for s, n in stretches]))
    assert np.array_equal(select.covered(starts, counts), frames)
