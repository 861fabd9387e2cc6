"""Struck bars, plates and skins, as sums of the modes they ring in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel_demo.dsp_filter import RATE, filtered

if TYPE_CHECKING:
    from collections.abc import Sequence

# Overtones as multiples of the lowest mode, after Fletcher and Rossing, The Physics of Musical
# Instruments: tuned bars, a uniform free bar, a gong's plate, a wooden block, an ideal membrane.
MARIMBA = (1.0, 3.93, 9.24, 16.7)
VIBRAPHONE = (1.0, 4.0, 10.4, 17.9)
GLOCKENSPIEL = (1.0, 2.756, 5.404, 8.933)
GONG = (0.98, 1.0, 1.51, 1.97, 2.0, 2.43, 2.96, 3.41, 3.98, 4.55, 5.2, 5.93, 6.7, 7.6, 8.4, 9.7)
GONG += (11.1, 12.6, 14.2, 15.1, 17.3, 19.6, 22.4, 24.9, 28.1, 31.7, 35.2, 40.3)
WOOD = (1.0, 2.42, 3.9, 5.8)
SKIN = (1.0, 1.594, 2.136, 2.296, 2.653, 2.918)


def strike(
    pitch: float,
    seconds: float,
    rng: np.random.Generator,
    modes: Sequence[float],
    *,
    decay: float = 1.0,
    soft: float = 0.5,
    fade: float = 0.8,
    bloom: float = 0.0,
) -> np.ndarray:
    """A struck body by modal synthesis (Adrien 1991), (frames,) float64.

    ``decay`` is the time of the lowest mode to fall by 60 dB; that of the others is shorter by
    their multiple to the power of ``fade``.
    A ``soft`` mallet (0..1) stays longer on the body and wakes fewer high modes. ``bloom`` is the
    time in seconds in which the high modes of a plate come up after the stroke.
    """
    time = np.arange(int(seconds * RATE)) / RATE
    sound = _knock(time, soft, rng)
    for mode in modes:
        hertz = pitch * mode * (1 + rng.normal(0, 0.001))
        if hertz < 0.4 * RATE:
            level = np.exp(-0.6 * soft * (mode - 1)) / mode**0.35 * rng.uniform(0.8, 1.2)
            fall = np.exp(-6.9 * time * mode**fade / decay)
            rise = 1 - np.exp(-time / (bloom * max(mode - 1, 0.02) / 8)) if bloom else 1.0
            sound += level * rise * fall * np.sin(2 * np.pi * hertz * time)
    return sound


def _knock(time: np.ndarray, soft: float, rng: np.random.Generator) -> np.ndarray:
    """The mallet's own noise, duller the softer it is."""
    noise = rng.normal(0, 1, len(time)) * np.exp(-time / (0.002 + 0.004 * soft))
    return 0.4 * (1 - 0.6 * soft) * filtered([0.12], [1, -0.88], noise)
