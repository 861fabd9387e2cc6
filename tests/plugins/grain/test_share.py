"""How an event comes in as the share of its model grows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel_grain.dsp_share import CRISP, STEEPER, power

PARTS = st.floats(0, 1)
SOFT = st.floats(CRISP, 1)


@given(PARTS, PARTS, PARTS, SOFT)
def test_as_a_share_grows_no_event_grows_fainter(
    a: float, b: float, place: float, w: float
) -> None:
    low, high = sorted((a, b))
    assert 0 <= power(low, place, w) <= power(high, place, w) + 1e-6 <= 1 + 1e-6


@given(PARTS, SOFT)
def test_none_sounds_at_nothing_and_all_sound_in_full_at_one(place: float, soft: float) -> None:
    assert power(0.0, place, soft) == 0
    assert power(1.0, place, soft) == pytest.approx(1)


@given(PARTS, SOFT)
def test_in_the_mean_of_all_places_the_power_is_the_share(share: float, soft: float) -> None:
    all_places = (np.arange(2000) + 0.5) / 2000
    risen = [power(share, place, soft) ** (1 / (1 + STEEPER * soft)) for place in all_places]
    assert np.mean(risen) == pytest.approx(share, abs=2e-3)


def test_where_they_are_dense_an_event_comes_in_at_once_and_a_rare_one_with_the_share() -> None:
    shares = (0.1, 0.3, 0.5, 0.7, 0.9)
    assert {power(share, 0.6, CRISP) for share in shares} == {0.0, 1.0}
    assert all(0 < power(share, 0.6, 1.0) < power(share + 0.05, 0.6, 1.0) < 1 for share in shares)


def test_two_models_half_and_half_are_hardly_fainter_than_one() -> None:
    for soft in np.linspace(CRISP, 1, 20):
        both = 2 * np.mean([power(0.5, place, soft) for place in np.linspace(0, 1, 1001)])
        assert -2 < 10 * np.log10(both) < 0.1
