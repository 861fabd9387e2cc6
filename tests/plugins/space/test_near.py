"""Distance: level, air, and a head's shadow close by."""

from __future__ import annotations

import numpy as np
import pytest

from timbrel_space.dsp_near import ANGLES, HERTZ, NEAREST, air, level, nearness, sphere


def test_twice_as_far_is_half_as_loud() -> None:
    far = level(np.array([2.0, 4.0, 8.0]))
    assert far[:-1] / far[1:] == pytest.approx([2, 2])


def test_nearer_is_never_softer() -> None:
    assert (np.diff(level(np.geomspace(0.2, 10, 50))) < 0).all()
    assert level(np.array([0.2]))[0] < 2


def test_far_from_the_head_a_sphere_shadows_as_is_known() -> None:
    """Duda and Martens 1998, figure 2: twice the pressure in front at the top, a bright spot."""
    far = np.abs(sphere(np.array([8.0])))[0]
    assert np.abs(20 * np.log10(far[:, 0])).max() < 1.0
    assert 20 * np.log10(far[0, -1]) == pytest.approx(6.0, abs=0.5)
    high = int(HERTZ.searchsorted(5000))
    assert far[15, high] < 0.6 and far[18, high] > far[17, high] > far[15, high]


def test_close_by_the_bass_differs_between_the_ears() -> None:
    """Some 15 dB at 20 cm, where far off there is nothing (Brungart and Rabinowitz 1999)."""
    near, far = (np.abs(sphere(np.array([distance])))[0] for distance in (0.2, 1.4))
    left, right = np.degrees(ANGLES).tolist().index(0), np.degrees(ANGLES).tolist().index(180)
    low = int(HERTZ.searchsorted(250))
    assert 8 < 20 * np.log10(near[left, low] / near[right, low]) < 18
    assert 20 * np.log10(far[left, low] / far[right, low]) < 4


def test_at_the_distance_of_the_measurement_nothing_is_changed() -> None:
    cosine = np.array([[0.3, -0.3]])
    assert np.allclose(nearness(48000, 512).hear(NEAREST[-1:], cosine), 1, atol=1e-5)
    assert np.allclose(nearness(48000, 512).hear(np.array([9.0]), cosine), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("hertz", "lost"),
    [(1000, 0.0047), (4000, 0.0297), (8000, 0.105)],  # ISO 9613-1, table 1
)
def test_air_takes_from_the_top_as_the_standard_says(hertz: float, lost: float) -> None:
    thousand = -20 * np.log10(air(11.4, np.array([hertz], float))[0]) / 10
    assert thousand == pytest.approx(lost, rel=0.05)
