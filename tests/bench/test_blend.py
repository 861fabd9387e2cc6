"""How evenly a blend goes from one model to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.bench import blend
from tests.bench.distance import mel_db

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Card, Kernel

WAY = np.array([[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]], float)


def test_a_way_that_only_goes_on_has_no_step_back() -> None:
    assert blend.backwards(WAY) == 0


@pytest.mark.parametrize(("end", "place", "value"), [(0, 3, 1.5), (1, 1, 4.5)])
def test_a_step_back_from_either_end_is_told(end: int, place: int, value: float) -> None:
    turned = WAY.copy()
    turned[end, place] = value
    assert blend.backwards(turned) == pytest.approx(0.5)


def test_by_ranks_the_same_moments_in_another_order_are_no_distance() -> None:
    rng = np.random.default_rng(0)
    quiet, loud = 0.01 * rng.standard_normal((2, 48128)), rng.standard_normal((2, 48128))
    one, other = (np.concatenate(parts) for parts in ((quiet[0], loud[0]), (loud[1], quiet[1])))
    assert blend.ranked_db(one, other) < 2 < blend.ranked_db(one, np.concatenate(list(loud)))
    assert mel_db(one, other) > 10


def test_a_blend_of_tones_is_followed(trained: Kernel, tone: Callable[..., Card]) -> None:
    tone(trained, "whistle", 2000.0)
    plan = blend.Plan(0.5, [1])
    ((words, back),) = blend.ways(trained.new_session(), ["bell", "whistle"], plan)
    assert "bell and whistle" in words and back == 0
