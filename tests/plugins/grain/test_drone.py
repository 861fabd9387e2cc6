"""A sound that stays as it is is played more freely than one that is struck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plugins.grain.conftest import RATE, clip

from timbrel_grain import dsp_drone as drone
from timbrel_grain.dsp_catalog import Catalogue
from timbrel_grain.dsp_controller import STRIDE
from timbrel_grain.dsp_grid import CLOSEST
from timbrel_grain.dsp_spectrum import HOP
from timbrel_grain.dsp_walk import Step, gap_after
from timbrel_grain.grain import Grain

if TYPE_CHECKING:
    from collections.abc import Callable

STROKE, SHORT, DRONE, MORE, OTHER = range(5)


@pytest.fixture
def catalogue() -> Catalogue:
    """A stroke that rings, a short sound, a drone in two parts and another one."""
    pieces, lengths = [0, 1, 2, 2, 3], [280, 60, 280, 280, 280]
    loudness = [np.linspace(0, -60, 70), np.zeros(15), *[np.full(70, -20.0)] * 3]
    table = np.array([[p, 0, n, n, 0, 4] for p, n in zip(pieces, lengths, strict=True)])
    offset = np.concatenate([[0], np.cumsum([n // STRIDE for n in lengths])])
    level = np.concatenate(loudness).astype(np.float32)
    near = np.array([[1, 2, 3, 4], [0, 2, 3, 4], [3, 4, 0, 1], [2, 0, 4, 1], [2, 3, 0, 1]])
    latents = np.zeros((len(level), 2), np.float32)
    return Catalogue(table, offset, latents, np.stack([level, 0 * level], axis=1), near)


def test_what_lasts_and_stays_is_a_drone_and_nothing_else_is(catalogue: Catalogue) -> None:
    found = [drone.drone(catalogue, event) for event in range(5)]
    assert found == [0, 0, 1, 1, 1]


def test_a_pad_lasts_and_a_stroke_that_rings_as_long_is_none(catalogue: Catalogue) -> None:
    assert [drone.pad(catalogue, event) for event in range(5)] == [False, False, True, True, True]


def test_what_swells_for_long_is_a_pad_however_much_it_moves(catalogue: Catalogue) -> None:
    level = catalogue.conditions.copy()
    level[:70, 0] = level[:70, 0][::-1]  # the stroke backwards
    swell = Catalogue(catalogue.table, catalogue.offset, catalogue.latents, level, catalogue.near)
    assert drone.drone(swell, STROKE) == 0 and drone.pad(swell, STROKE)


def test_where_it_is_dense_pads_come_nearer_half_as_far_as_strokes(catalogue: Catalogue) -> None:
    stroke, pad = (gap_after(catalogue, event, 1.0) for event in (STROKE, DRONE))
    assert catalogue.table[STROKE, 3] == catalogue.table[DRONE, 3] == 280
    assert (stroke, pad) == (CLOSEST, round((280 * CLOSEST) ** 0.5))


def test_a_drone_is_drawn_towards_another_recording(catalogue: Catalogue) -> None:
    assert drone.partner(catalogue, DRONE, MORE) == OTHER
    assert drone.partner(catalogue, MORE, DRONE) == STROKE
    assert drone.partner(catalogue, DRONE, STROKE) == STROKE


def test_a_stroke_is_drawn_towards_what_the_walk_says(catalogue: Catalogue) -> None:
    assert [drone.partner(catalogue, STROKE, n) for n in range(5)] == list(range(5))


def test_a_lone_drone_is_drawn_towards_its_own_parts(catalogue: Catalogue) -> None:
    table = catalogue.table.copy()
    table[:, 0] = 0
    alone = Catalogue(table, *list(catalogue.arrays().values())[1:])
    assert drone.partner(alone, DRONE, MORE) == MORE


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_drone_varies_more_but_at_the_ends_of_the_knob(variation: float, share: float) -> None:
    assert variation <= drone.freer(variation, share) <= 1
    assert drone.freer(variation, 0) == variation
    assert drone.freer(0, share) == 0 and drone.freer(1, share) == 1


def test_a_drone_changes_more_slowly() -> None:
    assert drone.hold(0) < drone.hold(0.5) < drone.hold(1) < 1


@pytest.fixture(scope="module")
def pads(learnt: Callable[..., Any]) -> Any:
    """A model of a drone in two parts and of two others in one."""

    def pad(hertz: float, seconds: float) -> np.ndarray:
        time = np.arange(round(seconds * RATE)) / RATE
        return np.sum([0.1 * np.sin(2 * np.pi * hertz * k * time) for k in range(1, 5)], axis=0)

    sounds = {"long": pad(110, 6.0), "high": pad(440, 3.0), "low": pad(60, 3.0)}
    return Grain().load(learnt([clip(name, sound) for name, sound in sounds.items()])[1])


def test_a_voice_of_a_drone_is_heard_to_be_drawn_elsewhere(pads: Any) -> None:
    catalogue = pads.ensemble.catalogue
    values = {c.name: c.rest for c in pads.controls}
    event = next(n for n in range(len(catalogue)) if catalogue.follower(n) == n + 1)
    elsewhere = drone.partner(catalogue, event, event + 1)
    assert catalogue.table[elsewhere, 0] != catalogue.table[event, 0]

    def voice(other: int) -> np.ndarray:
        rng = np.random.default_rng(4)
        return pads.ensemble.voice(Step(event, other, 0.0, 1.0, 0.0, rng, (0, 0)), values)

    assert np.array_equal(voice(event + 1), voice(elsewhere))


def test_a_drone_at_rest_strays_further_than_the_knob_says(pads: Any) -> None:
    ensemble = pads.ensemble
    values = {c.name: c.rest for c in pads.controls}

    def envelope(event: int, variation: float) -> np.ndarray:
        step = Step(event, event, 0.0, 1.0, 0.0, np.random.default_rng(4), (0, 0))
        return ensemble.target(step, values | {"variation": variation})[0]

    event = int(ensemble.catalogue.table[:, 2].argmax())
    own, usual, free = (envelope(event, v) for v in (0.0, 0.35, 1.0))
    usual, free = (e - own - (e - own).mean() for e in (usual, free))  # but for its accent
    share = np.abs(usual).mean() / np.abs(free).mean()
    assert share > 0.45, share


def test_a_pad_is_calmed_where_it_is_sparse_and_in_pieces_where_it_is_dense(pads: Any) -> None:
    values = {c.name: c.rest for c in pads.controls}
    event = int(pads.ensemble.catalogue.table[:, 2].argmax())

    def deepest(density: float) -> float:
        """How far the level falls within 0.2 s, in dB, away from the ends."""
        step = Step(event, event, 0.0, 1.0, 0.0, np.random.default_rng(4), (0, 0))
        sound = pads.ensemble.voice(step, values | {"density": density})[0, 64 * HOP : -64 * HOP]
        parts = sound[: len(sound) // 960 * 960].reshape(-1, 960)
        level = 10 * np.log10((parts**2).mean(axis=1))
        return float(max(np.ptp(level[n : n + 10]) for n in range(len(level) - 10)))

    assert deepest(-0.3) < deepest(0.0) < 10 < 14 < deepest(1.0)


def test_where_a_voice_leaves_a_stretch_its_level_makes_no_leap(pads: Any) -> None:
    values = {c.name: c.rest for c in pads.controls}
    for event in (0, 1):
        step = Step(event, event, 0.0, 1.0, 0.0, np.random.default_rng(4), (0, 0))
        sound = pads.ensemble.voice(step, values)[0, 20 * HOP : -80 * HOP]
        parts = sound[: len(sound) // HOP * HOP].reshape(-1, HOP)
        level = 10 * np.log10((parts**2).mean(axis=1))
        assert np.percentile(np.abs(np.diff(level)), 99) < 4.4  # dB; out of phase it is 5.3
