"""A delay that lasts a part of a sample and moves smoothly."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

REACH = 16  # samples on either side: flat up to 0.42 of the rate
ORDER = 6
BETA = 8.0  # of the Kaiser window: images under -80 dB


class Delay:
    """Lines (lines, size) of a stream, each read at several delays, in samples.

    All come REACH samples later than that. Between the samples each stretch of the windowed sinc
    is a polynomial (Farrow 1988), so that the delay may be another one at each sample.
    """

    def __init__(self, lines: int, longest: float) -> None:
        self._past = np.zeros((lines, int(np.ceil(longest)) + 2 * REACH + 1), np.float32)

    def feed(self, block: np.ndarray, late: np.ndarray) -> np.ndarray:
        """What the lines (lines, size) were, ``late`` (lines, ears, size) ago; as that."""
        span = np.concatenate([self._past, block], axis=1)
        self._past = span[:, block.shape[1] :]
        place = np.arange(block.shape[1]) + (span.shape[1] - block.shape[1] - 2 * REACH + 1) - late
        return np.stack([_read(*line) for line in zip(span, place, strict=True)])


def _read(span: np.ndarray, places: np.ndarray) -> np.ndarray:
    """A line (size,) at places (ears, n), counted from REACH - 1 samples after its beginning."""
    first = places.astype(int)
    between = (places - first - 0.5).astype(np.float32)
    if np.ptp(between, axis=1).any():
        return _curved(span, first, between)
    # It stands still, and one filter does.
    taps = _weights() @ between[:, 0] ** np.arange(ORDER + 1, dtype=np.float32)[:, np.newaxis]
    ears = [np.correlate(span, row, "valid") for row in taps.T]
    return np.take_along_axis(np.stack(ears), first, axis=1)


def _curved(span: np.ndarray, first: np.ndarray, between: np.ndarray) -> np.ndarray:
    curves = [np.correlate(span, taps, "valid") for taps in _weights().T]
    total = curves.pop()[first]
    while curves:
        total = total * between + curves.pop()[first]
    return total


@lru_cache(maxsize=1)
def _weights() -> np.ndarray:
    """Polynomials (2 REACH, ORDER + 1) in -0.5..0.5 of each tap, lowest power first."""
    between = np.cos(np.pi * (np.arange(64) + 0.5) / 64) / 2
    taps = np.arange(2 * REACH)[:, np.newaxis]
    away = between + 0.5 - (taps - (REACH - 1))
    window = np.i0(BETA * np.sqrt(np.clip(1 - (away / REACH) ** 2, 0, 1))) / np.i0(BETA)
    powers = between[:, np.newaxis] ** np.arange(ORDER + 1)
    return np.linalg.lstsq(powers, (np.sinc(away) * window).T, rcond=None)[0].T.astype(np.float32)
