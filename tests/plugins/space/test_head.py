"""The head that is shipped, and what lies between its directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from timbrel_space.dsp_head import SHIPPED, Ears, Head, ears

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_head_is_small_and_says_whose_it_is() -> None:
    assert SHIPPED.stat().st_size < 600_000
    said = SHIPPED.with_name("KEMAR.txt").read_text()
    assert "Copyright 1994 by the MIT Media Laboratory" in said and "Gardner" in said


def test_the_mean_over_all_directions_is_flat() -> None:
    power = np.abs(np.fft.rfft(Head.read().responses, 1024)) ** 2
    weight = np.maximum(np.cos(np.radians(np.arange(-40, 91, 10))), 0.05)
    mean = 10 * np.log10(np.average(power.mean(axis=1), axis=0, weights=weight))
    assert np.abs(mean).max() < 0.2


def test_between_two_directions_there_is_no_comb() -> None:
    """What is added are minimum phases, so each frequency stays near those of the corners."""
    turn, rise = np.meshgrid(np.arange(-180, 180, 5), np.arange(-40, 90, 10))
    turn, rise = turn.ravel().astype(float), rise.ravel().astype(float)

    def level(azimuth: np.ndarray, elevation: np.ndarray) -> np.ndarray:
        return 20 * np.log10(np.abs(ears(48000, 512).hear(azimuth, elevation)[0][:, 0, :170]))

    corners = np.stack([level(turn + x, rise + y) for x in (0, 5) for y in (0, 10)])
    between = level(turn + 2.5, rise + 5)
    assert (between < corners.max(axis=0) + 0.1).all()
    assert np.median(corners.mean(axis=0) - between) < 0.1
    assert np.percentile(corners.min(axis=0) - between, 99) < 1


def test_the_delay_between_two_directions_lies_between_theirs() -> None:
    here = np.array([20.0, 22.5, 25.0])
    late = ears(48000, 512).hear(here, np.zeros(3))[1]
    assert late[1] == pytest.approx((late[0] + late[2]) / 2)
    assert late[0, 0] < late[2, 0] and late[0, 1] > late[2, 1]


def test_a_direction_between_four_is_their_mean() -> None:
    turn, rise = np.meshgrid([20.0, 25.0], [30.0, 40.0])
    corners = ears(48000, 512).hear(turn.ravel(), rise.ravel())
    between = ears(48000, 512).hear(np.array([22.5]), np.array([35.0]))
    for four, one in zip(corners, between, strict=True):
        assert np.allclose(one[0], four.mean(axis=0), atol=1e-6)
        assert not np.allclose(one[0], four[0], atol=1e-6)


def test_under_the_lowest_ring_it_sounds_as_on_it() -> None:
    low = ears(48000, 512).hear(np.array([30.0, 30.0]), np.array([-40.0, -90.0]))[0]
    assert np.array_equal(low[0], low[1])


@pytest.mark.parametrize("rate", [22050, 44100, 96000])
def test_at_another_rate_the_levels_are_the_same(rate: int) -> None:
    size = 1024 if rate > 48000 else 512
    here = (np.array([-70.0]), np.array([20.0]))
    own, other = ears(48000, 512).hear(*here)[0], Ears(Head.read(), rate, size).hear(*here)[0]
    hertz = np.arange(200, 10000, 200)
    wanted = np.interp(hertz, np.fft.rfftfreq(512, 1 / 48000), np.abs(own[0, 0]))
    found = np.interp(hertz, np.fft.rfftfreq(size, 1 / rate), np.abs(other[0, 0]))
    assert np.abs(20 * np.log10(found / wanted)).max() < 1.0


def test_a_filter_fits_into_its_hop(put: Callable[..., np.ndarray]) -> None:
    from timbrel_space.dsp_place import Way

    for distance in (0.2, 1.4, 10):
        spot = {"azimuth": 80, "elevation": 0, "distance": distance, "orbit": 0, "spread": 0}
        filters, *_ = Way(spot, 1, 48000, 256).ahead(1)
        power = np.fft.irfft(filters[0, 0], axis=-1) ** 2
        assert power[:, 257:].sum() < 1e-8 * power.sum()
