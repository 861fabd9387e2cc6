"""How like sets of sounds are, on sets whose likeness is known."""

from __future__ import annotations

import numpy as np
import pytest
from tests.bench.likeness import Space, likeness

FILES, EACH, WIDE = 12, 6, 8


def corpus(seed: int, centre: float = 0.0, width: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Files, each a cloud about a place of its own."""
    rng = np.random.default_rng(seed)
    places = centre + width * rng.normal(0, 1, (FILES, 1, WIDE))
    points = places + 0.5 * width * rng.normal(0, 1, (FILES, EACH, WIDE))
    return points.reshape(-1, WIDE), np.repeat(np.arange(FILES), EACH)


@pytest.fixture(scope="module")
def space() -> Space:
    return Space.of(*corpus(0))


def test_more_of_the_same_kind_is_within_every_floor(space: Space) -> None:
    found = likeness(space, *corpus(1))
    assert found["kernel"] < 2 and found["frechet"] < 2
    assert found["density"] > 0.5 and found["coverage"] > 0.5
    assert 0.5 < found["novelty"] < 2 and found["copies"] == 0
    assert found["vendi"] == pytest.approx(1, abs=0.3)


def test_copies_are_no_news(space: Space) -> None:
    found = likeness(space, *corpus(0))
    assert found["novelty"] < 0.01 and found["copies"] == 1


def test_what_lies_elsewhere_is_far_and_new(space: Space) -> None:
    found = likeness(space, *corpus(1, centre=6))
    assert found["kernel"] > 3 and found["frechet"] > 3 and found["far"] > 0.9
    assert found["novelty"] > 2 and found["coverage"] < 0.1


def test_ever_the_same_is_not_diverse(space: Space) -> None:
    points, owner = corpus(1)
    found = likeness(space, points[:1] + 1e-3 * points, owner)
    assert found["vendi"] < 0.3 and found["coverage"] < 0.5
