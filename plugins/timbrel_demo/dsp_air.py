"""Breath, brush and wind: each takes its rng and gives (channels, frames)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel_demo.dsp_filter import RATE
from timbrel_demo.dsp_line import over
from timbrel_demo.dsp_noise import swept

if TYPE_CHECKING:
    from collections.abc import Callable


def breath(seconds: float, low: float, high: float) -> Callable[[np.random.Generator], np.ndarray]:
    def make(rng: np.random.Generator) -> np.ndarray:
        centre = over(seconds, (0, low), (0.7 * seconds, high), (seconds, 0.8 * high))
        level = np.sin(np.pi * np.linspace(0, 1, len(centre)) ** 0.8) ** 1.5
        air = swept(centre, np.full(len(centre), 0.35), level, rng)
        return (air + 0.4 * swept(2.6 * centre, np.full(len(centre), 0.3), level, rng))[None]

    return make


def brush(rng: np.random.Generator, seconds: float = 0.7) -> np.ndarray:
    part = seconds / 0.7
    level = over(seconds, (0, 0), (0.12 * part, 0.7), (0.3 * part, 1), (0.6 * part, 0))
    centre = over(seconds, (0, 3000), (0.3 * part, 7500), (0.6 * part, 4500))
    grain = 0.6 + 0.4 * np.abs(np.sin(2 * np.pi * 31 * np.arange(len(centre)) / RATE))
    return swept(centre, np.full(len(centre), 0.6), level * grain, rng)[None]


def wind(rng: np.random.Generator) -> np.ndarray:
    gusts = over(4.6, (0, 0), (0.9, 0.7), (1.6, 0.35), (2.7, 1), (3.6, 0.5), (4.6, 0))
    sides = []
    for pitch in (293.66, 440.0):
        centre = pitch * (0.8 + 0.5 * gusts)
        whistle = swept(centre, np.full(len(gusts), 0.09), gusts**1.5, rng)
        sides.append(4 * whistle + 0.35 * swept(3 * centre, np.full(len(gusts), 0.7), gusts, rng))
    return np.stack([sides[0] + 0.3 * sides[1], sides[1] + 0.3 * sides[0]])
