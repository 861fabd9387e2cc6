"""Tones are told from noise by means that reach over frames and bins."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from timbrel_grain import dsp_texture as texture


@pytest.mark.parametrize("frames", [1, 3, 24, 60])
@pytest.mark.parametrize(("long", "wide"), [(5, 6), (2, 3), (0, 1)])
def test_the_means_are_those_of_a_box_with_mirrors_at_its_ends(
    frames: int, long: int, wide: int
) -> None:
    level = np.random.default_rng(0).standard_normal((frames, 129)).astype(np.float32)
    over_bins = ndimage.uniform_filter1d(level.astype(np.float64), 2 * wide + 1, axis=1)
    over_frames = ndimage.uniform_filter1d(level.astype(np.float64), 2 * long + 1, axis=0)
    found = texture.broader(level, long, wide)
    assert np.abs(found - (over_bins - over_frames)).max() < 1e-5
