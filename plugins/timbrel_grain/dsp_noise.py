"""Noise that keeps a part of itself as it goes: how an event strays from what was recorded."""

from __future__ import annotations

import numpy as np

from timbrel_grain.dsp_compiled import compiled


def smooth_noise(rng: np.random.Generator, shape: tuple[int, ...], hold: float) -> np.ndarray:
    """Noise (L, size) of unit deviation that keeps ``hold`` of itself from frame to frame."""
    fresh = rng.standard_normal(shape).astype(np.float32)
    return _smoothed(fresh, np.float32(hold), np.float32((1 - hold**2) ** 0.5))


@compiled
def _smoothed(fresh: np.ndarray, hold: float, share: float) -> np.ndarray:
    for row in range(1, len(fresh)):
        for k in range(fresh.shape[1]):
            fresh[row, k] = fresh[row, k] * share + hold * fresh[row - 1, k]
    return fresh
