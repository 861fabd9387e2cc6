"""Draw the course of a sound: in each column what lies between its least and its most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel_datasets.png import png

if TYPE_CHECKING:
    from timbrel import Audio

WIDTH, HEIGHT = 240, 60
PALETTE = ((0, 0, 0, 0), (52, 120, 190, 255))


def thumbnail(audio: Audio) -> bytes:
    """A PNG; the sound's own peak reaches the edge, so that a soft one can be seen as well."""
    low, high = extremes(audio.samples, WIDTH)
    peak = max(float(high.max()), float(-low.min()), 1e-9)
    top = np.round((1 - high / peak) * (HEIGHT - 1) / 2)
    bottom = np.round((1 - low / peak) * (HEIGHT - 1) / 2)
    rows = np.arange(HEIGHT)[:, np.newaxis]
    pixels = (rows >= top) & (rows <= bottom)
    return png(pixels.astype(np.uint8).tobytes(), WIDTH, PALETTE)


def extremes(samples: np.ndarray, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most of (channels, frames) in each of so many columns."""
    low, high = samples.min(axis=0), samples.max(axis=0)
    starts = np.arange(columns) * len(low) // columns
    return np.minimum.reduceat(low, starts), np.maximum.reduceat(high, starts)
