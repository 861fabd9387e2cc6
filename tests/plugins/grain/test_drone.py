"""A sound that stays as it is is played more freely than one that is struck."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel_grain import dsp_drone as drone
from timbrel_grain.dsp_catalog import Catalogue
from timbrel_grain.dsp_controller import STRIDE

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
