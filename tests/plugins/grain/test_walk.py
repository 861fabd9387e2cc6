"""The walk from event to event has no end, keeps its order, and hears its knobs."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel.control import Motion
from timbrel_grain.dsp_catalog import JOIN, NEAR, Catalogue, _gently, neighbours
from timbrel_grain.dsp_grid import CLOSEST
from timbrel_grain.dsp_noise import smooth_noise
from timbrel_grain.dsp_spectrum import BANDS
from timbrel_grain.dsp_voice import lasting
from timbrel_grain.dsp_walk import RAREST, SLOWEST, gap_after, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

REST = {"density": 0.0, "brightness": 0.0, "variation": 0.35}


@pytest.fixture
def catalogue(model: Any) -> Catalogue:
    return model.ensemble.catalogue


def steps(
    catalogue: Catalogue, count: int = 200, seed: int = 0, values: Mapping[str, float] = REST
) -> list[tuple[int, int, float]]:
    taken = islice(walk(catalogue, values, seed), count)
    return [(step.event, step.other, step.when) for step in taken]


def test_it_has_no_end_and_keeps_the_order_of_time(catalogue: Catalogue) -> None:
    taken = steps(catalogue, 3000)
    assert taken[0][2] == 0
    assert all(a[2] < b[2] for a, b in pairwise(taken))
    assert all(0 <= n < len(catalogue) for step in taken for n in step[:2])


def test_it_comes_to_every_event(catalogue: Catalogue) -> None:
    assert {event for event, *_ in steps(catalogue, 1500)} == set(range(len(catalogue)))


@pytest.mark.parametrize("variation", [0.0, 0.35, 1.0])
def test_more_density_is_more_events_in_a_second(catalogue: Catalogue, variation: float) -> None:
    spans = []
    for density in (-1.0, -0.5, 0.0, 0.5, 1.0):
        values = {**REST, "density": density, "variation": variation}
        spans.append(steps(catalogue, 300, values=values)[-1][2])
    assert all(a > b for a, b in pairwise(spans))
    assert spans[0] > 3 * spans[-1]


def test_what_is_dense_has_at_most_ten_events_a_second(catalogue: Catalogue) -> None:
    table = catalogue.table.copy()
    table[:, 3] = 6  # frames: 15 a second, at which strokes run into a buzz
    quick = replace(catalogue, table=table)
    gaps = [gap_after(quick, 0, density) for density in (0.0, 0.25, 0.5, 1.0)]
    assert gaps == [6, 8, CLOSEST, CLOSEST] and 48000 / 512 / CLOSEST < 11


def test_what_is_slow_by_itself_is_as_dense_at_the_end_as_all_else(catalogue: Catalogue) -> None:
    table = catalogue.table.copy()
    table[:, 3] = 240  # frames: a sound that lasts for over two seconds
    slow = replace(catalogue, table=table)
    gaps = [gap_after(slow, 0, density) for density in (0.0, 0.5, 1.0)]
    assert gaps == [240, round((240 * CLOSEST) ** 0.5), CLOSEST]


def test_what_is_slow_by_itself_can_be_sparser_still(catalogue: Catalogue) -> None:
    table = catalogue.table.copy()
    table[:, 3] = 400
    slow = replace(catalogue, table=table)
    gaps = [gap_after(slow, 0, density) for density in (0.0, -0.01, -0.5, -1.0)]
    assert gaps[0] == SLOWEST and gaps[1] - gaps[0] < 5
    assert gaps[2] < gaps[3] == RAREST


def test_density_that_moves_within_a_gap_cuts_it_short(catalogue: Catalogue) -> None:
    table = catalogue.table.copy()
    table[:, 3] = 240
    slow, turned = replace(catalogue, table=table), 1.0  # second at which it is turned up
    motion = Motion(lambda now: {**REST, "density": float(now >= turned)})
    second = steps(slow, 2, values=motion)[1][2] * 512 / 48000
    assert turned - 2 * CLOSEST * 512 / 48000 <= second <= turned + CLOSEST * 512 / 48000


def test_density_changes_when_events_come_and_not_which(catalogue: Catalogue) -> None:
    sparse, dense = (steps(catalogue, values={**REST, "density": d}) for d in (-1, 1))
    assert [step[:2] for step in sparse] == [step[:2] for step in dense]


def test_the_same_seed_takes_the_same_steps_and_another_others(catalogue: Catalogue) -> None:
    assert steps(catalogue, seed=5) == steps(catalogue, seed=5)
    assert steps(catalogue, seed=5) != steps(catalogue, seed=6)


def test_without_variation_it_goes_on_in_the_recording_more_often(catalogue: Catalogue) -> None:
    shares = []
    for variation in (0.0, 1.0):
        taken = steps(catalogue, 1000, values={**REST, "variation": variation})
        goes_on = [catalogue.follower(a[0]) == b[0] for a, b in pairwise(taken)]
        shares.append(sum(goes_on))
    assert shares[0] > shares[1] > 0


def test_events_lie_within_their_recordings(model: Any) -> None:
    catalogue, store = model.ensemble.catalogue, model.ensemble.store
    for piece, start, frames, *_ in catalogue.table:
        assert 0 <= start < start + frames <= store.pieces[piece].frames
    assert catalogue.offset[-1] == len(catalogue.latents) == len(catalogue.conditions)
    for event in range(len(catalogue)):
        frames = catalogue.table[event, 2]
        assert 0 <= 4 * len(catalogue.latent(event)) - frames < 4
        assert len(catalogue.condition(event)) == len(catalogue.latent(event))


def test_what_follows_an_event_is_of_the_same_recording(catalogue: Catalogue) -> None:
    for event in range(len(catalogue)):
        after = catalogue.follower(event)
        if after is not None:
            assert catalogue.table[after, 0] == catalogue.table[event, 0]
            assert catalogue.table[after, 1] > catalogue.table[event, 1]
    assert catalogue.follower(len(catalogue) - 1) is None


def test_a_catalogue_is_made_again_from_its_arrays(catalogue: Catalogue) -> None:
    again = Catalogue.from_arrays(catalogue.arrays())
    assert np.array_equal(again.table, catalogue.table)
    assert np.array_equal(again.near, catalogue.near)
    assert np.allclose(again.latents, catalogue.latents, atol=1e-2)


def test_neighbours_are_the_nearest_others_nearest_first() -> None:
    points = np.random.default_rng(0).standard_normal((40, 5))
    scaled = (points - points.mean(axis=0)) / points.std(axis=0)
    apart = ((scaled[:, None] - scaled) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    assert np.array_equal(neighbours(points), np.argsort(apart, axis=1)[:, :NEAR])


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_events_have_the_neighbours_there_are(count: int) -> None:
    near = neighbours(np.arange(count * 2.0).reshape(count, 2))
    assert near.shape == (count, max(count - 1, 1))
    assert near.max() < count


def test_noise_of_a_walk_has_unit_deviation_and_holds_on() -> None:
    noise = smooth_noise(np.random.default_rng(0), (4000, 8), hold=0.8)
    assert noise.std() == pytest.approx(1, abs=0.05)
    assert np.corrcoef(noise[1:, 0], noise[:-1, 0])[0, 1] == pytest.approx(0.8, abs=0.05)
    starts = [smooth_noise(np.random.default_rng(n), (1, 8), hold=0.8) for n in range(300)]
    assert np.std(starts) == pytest.approx(1, abs=0.1)


def test_a_latent_that_is_too_short_is_held_at_its_last_frame() -> None:
    latent = np.arange(6.0).reshape(3, 2)
    assert np.array_equal(lasting(latent, 2), latent[:2])
    assert np.array_equal(lasting(latent, 5), latent[[0, 1, 2, 2, 2]])


def test_a_drone_cut_out_of_a_longer_one_comes_and_goes_gently_and_a_stroke_does_not() -> None:
    drone = np.full((300, BANDS), -40.0, np.float32)
    assert _gently(drone) == (JOIN, JOIN)
    swelling = drone + np.minimum(np.arange(300) / 2 - 40, 0)[:, None].astype(np.float32)
    assert _gently(swelling) == (0, JOIN)
    stroke = drone - np.arange(300)[:, None].astype(np.float32) / 6
    assert _gently(stroke) == (0, 0)
    assert _gently(drone[:40]) == (0, 0)
