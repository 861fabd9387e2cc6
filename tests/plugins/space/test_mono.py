"""Mono is the mean of the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel_space.mono import Mono

if TYPE_CHECKING:
    from collections.abc import Callable


def test_one_channel_stays_as_it_is(put: Callable[..., np.ndarray], noise: np.ndarray) -> None:
    assert np.array_equal(put(Mono(), noise), noise.astype(np.float32))


def test_two_channels_become_their_mean(put: Callable[..., np.ndarray], noise: np.ndarray) -> None:
    both = np.concatenate([noise, 0.5 * noise])
    assert np.allclose(put(Mono(), both), 0.75 * noise, atol=1e-7)


def test_full_scale_on_all_channels_stays_full_scale(put: Callable[..., np.ndarray]) -> None:
    assert np.abs(put(Mono(), np.ones((4, 1000)))).max() == 1.0
