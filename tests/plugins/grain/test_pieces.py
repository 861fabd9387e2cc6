"""Where it is dense a pad is heard in pieces that begin suddenly and die away."""

from __future__ import annotations

import numpy as np
import pytest
from tests.plugins.grain.conftest import RATE, hiss

from timbrel_grain.dsp_pieces import FEWEST, MOST, in_pieces

SECONDS = 4.0


@pytest.fixture
def drone() -> np.ndarray:
    return np.stack([hiss(SECONDS, 0.0, n, -0.3) for n in (1, 2)]).astype(np.float32)


def cut(sound: np.ndarray, amount: float, seed: int = 3) -> np.ndarray:
    return in_pieces(sound, amount, np.random.default_rng(seed))


def beginnings(sound: np.ndarray) -> float:
    """How many times a second it rises by 6 dB and more in 10 ms."""
    parts = sound[0, : sound.shape[1] // 480 * 480].reshape(-1, 480)
    level = 10 * np.log10((parts**2).mean(axis=1) + 1e-12)
    rises = level[2:] - level[:-2] > 6
    return float((rises[1:] & ~rises[:-1]).sum() / SECONDS)


def test_the_further_it_is_turned_the_more_pieces_there_are(drone: np.ndarray) -> None:
    found = [beginnings(cut(drone, amount)) for amount in (0.05, 0.15, 0.4, 1.0)]
    assert 0 == found[0] < found[1] < 0.9 * FEWEST < found[2] < found[3] <= 1.05 * MOST


def test_a_pad_that_is_turned_hardly_at_all_stays_whole(drone: np.ndarray) -> None:
    assert beginnings(drone) == 0
    assert beginnings(cut(drone, 0.01)) == 0
    ratio = np.linalg.norm(cut(drone, 0.01) - drone) / np.linalg.norm(drone)
    assert ratio < 0.1


@pytest.mark.parametrize("amount", [0.1, 0.5, 1.0])
def test_it_is_as_loud_and_as_long_as_it_was(drone: np.ndarray, amount: float) -> None:
    sound = cut(drone, amount)
    assert sound.shape == drone.shape and sound.dtype == np.float32
    assert abs(10 * np.log10((sound**2).mean() / (drone**2).mean())) < 1


def test_no_piece_begins_with_a_click() -> None:
    time = np.arange(round(SECONDS * RATE)) / RATE
    low = (0.3 * np.sin(2 * np.pi * 60 * time))[None].astype(np.float32)
    sound = cut(low, 1.0)
    own = np.abs(np.diff(low)).max() * np.abs(sound).max() / np.abs(low).max()
    assert np.abs(np.diff(sound)).max() < 3 * own


def test_its_pieces_are_drawn_by_its_own_random_numbers(drone: np.ndarray) -> None:
    assert np.array_equal(cut(drone, 1.0), cut(drone, 1.0))
    assert not np.array_equal(cut(drone, 1.0), cut(drone, 1.0, seed=4))
