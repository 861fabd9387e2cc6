"""Loops over samples and bins count as the formulas do that they stand for."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel_grain import dsp_loops as loops


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 60), st.integers(1, 40), st.integers(0, 9))
def test_likeness_is_the_scalar_product_over_the_root_of_the_stretch_its_energy(
    count: int, places: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    pattern, sound = (
        rng.standard_normal(n).astype(np.float32) for n in (count, count + places - 1)
    )
    stretches = np.lib.stride_tricks.sliding_window_view(sound.astype(np.float64), count)
    wanted = stretches @ pattern / np.sqrt((stretches**2).sum(axis=1))
    assert np.allclose(loops.likeness(pattern, sound), wanted, atol=1e-3)
