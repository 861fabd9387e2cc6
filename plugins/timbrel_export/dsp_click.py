"""Clicks: steps of a single sample that stand out of the sound on both their sides."""

from __future__ import annotations

import numpy as np

SIDE, GAP = 64, 3  # frames on either side that are compared with, and those left out between
TIMES = 20.0  # of what is usual there: noise never reaches it, an onset goes on after its first
LEAST = 0.003  # of full scale, -50 dB
ROUND = SIDE + GAP + 2


class Clicks:
    """Counts them in a stream of pieces (frames, channels), but for its first and last 69 frames.

    How a take begins and ends is its own affair: a loop is cut out of the middle of a sound.
    """

    def __init__(self, channels: int) -> None:
        self._held = np.zeros((0, channels), np.float32)
        self._before = False  # whether the sample before this span was one
        self.count = 0

    def feed(self, piece: np.ndarray) -> None:
        span = np.concatenate([self._held, piece])
        self._held = span[-2 * ROUND :]
        found = np.zeros(max(len(span) - 2 * ROUND, 0), bool)
        if not len(found):
            return
        for channel in span.T:
            found |= steps(channel)
        # Neighbours are one click: a step bends the sound twice.
        self.count += int((found & ~np.concatenate([[self._before], found[:-1]])).sum())
        self._before = bool(found[-1])


def steps(sound: np.ndarray) -> np.ndarray:
    """Where the sound (n,) bends as nothing about it does, (n - 2 * ROUND,) from ROUND on.

    A drum's first sample is followed by more of its like; a step by the sound going on as it
    was, so what is usual is the greater of the two sides.
    """
    bends = np.abs(np.diff(sound.astype(np.float64), 2, append=[sound[-1]] * 2))
    power = np.concatenate([[0.0], np.cumsum(bends**2)])
    at = np.arange(ROUND, len(sound) - ROUND)
    before = power[at - GAP + 1] - power[at - GAP + 1 - SIDE]
    after = power[at + GAP + SIDE] - power[at + GAP]
    usual = np.sqrt(np.maximum(np.maximum(before, after), 0) / SIDE)
    return (bends[at] > TIMES * usual) & (bends[at] > LEAST)
