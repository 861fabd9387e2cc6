"""The pulse draws onsets to a grid, or scatters them."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel_grain.dsp_grid import CLOSEST, RATES, Grid
from timbrel_grain.dsp_walk import walk

if TYPE_CHECKING:
    from timbrel_grain.dsp_catalog import Catalogue

REST = {"density": 0.0, "brightness": 0.0, "variation": 0.35}


@pytest.fixture
def uneven(model: Any) -> Catalogue:
    """Events of the model, with gaps drawn anew: about four in a second, in no beat."""
    catalogue = model.ensemble.catalogue
    table = catalogue.table.copy()
    table[:, 3] = np.random.default_rng(0).integers(12, 40, len(table))
    return replace(catalogue, table=table)


def onsets(catalogue: Catalogue, count: int = 400, **knobs: float) -> np.ndarray:
    return np.array([s.when for s in islice(walk(catalogue, {**REST, **knobs}, 0), count)])


def off(times: np.ndarray, period: float) -> float:
    """How far onsets lie from a grid, as a share of its period, in the mean."""
    return float(np.abs(times / period - np.round(times / period)).mean())


def test_more_pulse_is_nearer_to_the_grid(uneven: Catalogue) -> None:
    period = Grid(uneven).period(REST)
    assert RATES / 5 <= period <= RATES / 2.4
    apart = [off(onsets(uneven, pulse=p), period) for p in (0.0, 0.3, 0.6, 1.0)]
    assert all(a > b for a, b in pairwise(apart))
    assert apart[0] > 0.2
    assert apart[-1] < 1e-9


def test_the_tempo_sets_the_grid(uneven: Catalogue) -> None:
    for tempo in (60, 120, 97):
        period = Grid(uneven).period({**REST, "tempo": float(tempo)})
        beat = 60 / tempo * RATES
        assert np.log2(beat / period) == pytest.approx(round(np.log2(beat / period)))
        assert off(onsets(uneven, pulse=1.0, tempo=float(tempo)), period) < 1e-9


def test_every_fourth_tick_is_accented(uneven: Catalogue) -> None:
    period = Grid(uneven).period(REST)
    steps = list(islice(walk(uneven, {**REST, "pulse": 1.0}, 0), 200))
    ticks = [round(s.when / period) for s in steps]
    assert all(a <= b for a, b in pairwise(ticks))
    loud = {t % 4 for t, s in zip(ticks, steps, strict=True) if s.accent > 0}
    assert loud == {0}


def test_under_0_gaps_are_less_alike_and_no_longer_in_the_mean(uneven: Catalogue) -> None:
    still, loose = (np.diff(onsets(uneven, 3000, pulse=p)) for p in (0.0, -1.0))
    assert loose.std() > 1.5 * still.std()
    assert loose.mean() == pytest.approx(still.mean(), rel=0.1)
    assert loose.min() >= 0


def test_a_few_long_gaps_do_not_make_a_steady_pulse_denser(uneven: Catalogue) -> None:
    table = uneven.table.copy()
    table[::3, 3] = 60
    mixed = replace(uneven, table=table)
    free, steady = (onsets(mixed, 2000, pulse=p)[-1] for p in (0.0, 1.0))
    assert steady == pytest.approx(free, rel=0.3)


def test_more_pulse_is_about_as_many_events(uneven: Catalogue) -> None:
    ends = [onsets(uneven, pulse=p)[-1] for p in (0.0, 0.5, 1.0)]
    assert max(ends) < 1.1 * min(ends)


def test_the_pulse_moves_when_events_come_and_not_which(uneven: Catalogue) -> None:
    plain, *others = (
        [(s.event, s.other) for s in islice(walk(uneven, {**REST, "pulse": p}, 0), 200)]
        for p in (0.0, -1.0, 0.5, 1.0)
    )
    assert all(other == plain for other in others)


def test_onsets_keep_their_order_whatever_the_knob_does(uneven: Catalogue) -> None:
    values, times = dict(REST), []
    for number, step in enumerate(islice(walk(uneven, values, 0), 600)):
        times.append(step.when)
        values.update(pulse=np.sin(number), density=np.cos(number / 3), tempo=number % 3 * 90.0)
    assert all(a <= b for a, b in pairwise(times))
    assert times[-1] > 600


def test_a_recording_quicker_than_the_ear_counts_is_so_only_at_rest(uneven: Catalogue) -> None:
    """More than ten a second grate, and are no denser to the ear."""
    assert np.diff(onsets(uneven, density=1.0)).min() >= CLOSEST
    table = uneven.table.copy()
    table[:, 3] = 6
    quick = replace(uneven, table=table)
    assert set(np.diff(onsets(quick))) == {6}
    assert set(np.diff(onsets(quick, density=1.0))) == {CLOSEST}


def test_a_steady_pulse_has_its_onsets_equally_far_apart(uneven: Catalogue) -> None:
    gaps = np.diff(onsets(uneven, pulse=1.0))
    assert np.allclose(gaps, Grid(uneven).period(REST))
    looser = np.diff(onsets(uneven, pulse=0.4))
    assert gaps.std() < looser.std() < np.diff(onsets(uneven)).std()


def test_the_density_does_not_move_the_grid(uneven: Catalogue) -> None:
    periods = {Grid(uneven).period({**REST, "density": d}) for d in (-1.0, 0.0, 1.0)}
    assert len(periods) == 1


def slowed(catalogue: Catalogue, fall: int) -> Catalogue:
    """The same with events of three seconds, one after another, that end in so many frames."""
    table = catalogue.table.copy()
    table[:, 2:6] = (280, 276, 0, fall)
    return replace(catalogue, table=table)


def test_strokes_that_come_seldom_come_at_every_tick_of_a_steady_pulse(
    uneven: Catalogue,
) -> None:
    slow = slowed(uneven, 4)
    period = Grid(slow).period(REST)
    assert set(np.diff(onsets(slow))) == {276}
    assert np.allclose(np.diff(onsets(slow, pulse=1.0)), period)
    assert np.diff(onsets(slow, pulse=1.0, density=-1.0)).min() > 2 * period


def test_what_lasts_keeps_about_its_own_gap(uneven: Catalogue) -> None:
    slow = slowed(uneven, 64)
    period = Grid(slow).period(REST)
    gaps = np.diff(onsets(slow, pulse=1.0))
    assert gaps.mean() == pytest.approx(276, rel=0.2)
    assert np.allclose(gaps / period / 4, np.round(gaps / period / 4))


def test_an_event_is_counted_to_sound_among_as_many_as_the_beat_brings(uneven: Catalogue) -> None:
    slow = slowed(uneven, 4)
    free, steady = (next(walk(slow, {**REST, "pulse": p}, 0)).overlap for p in (0.0, 1.0))
    assert steady > 4 * free
