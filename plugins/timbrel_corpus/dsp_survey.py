"""The figures of a sound, gathered block by block so that its length costs no memory."""

from __future__ import annotations

import numpy as np

from timbrel_corpus.facts import Facts
from timbrel_corpus.judge import SILENT_DB

TOP = 0.999
FLAT = 4  # equal samples in a row at full scale that make a clip


def cleaned(block: np.ndarray) -> np.ndarray:
    """The block with zeros where there was no finite number."""
    return np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)


class Survey:
    """Takes in blocks (frames, channels); levels are over all channels unless said otherwise."""

    def __init__(self, channels: int) -> None:
        self.frames = 0
        self.broken = 0
        self.clipped = 0
        self.low = np.full(channels, np.inf)
        self.high = np.full(channels, -np.inf)
        self.sum = np.zeros(channels)
        self.energy = np.zeros(channels)
        self.middle = 0.0
        self.alike = channels == 2

    def take(self, block: np.ndarray) -> None:
        self.broken += int(block.size - np.isfinite(block).sum())
        x = cleaned(block).astype(np.float64)
        self.frames += len(x)
        self.clipped += _flat(x)
        self.low = np.minimum(self.low, x.min(axis=0))
        self.high = np.maximum(self.high, x.max(axis=0))
        self.sum += x.sum(axis=0)
        self.energy += np.square(x).sum(axis=0)
        if x.shape[1] == 2:
            self.middle += float(np.square(x.sum(axis=1)).sum())
            self.alike = self.alike and np.array_equal(x[:, 0], x[:, 1])

    @property
    def sounding(self) -> np.ndarray:
        """Which channels move at all: (channels,) bool."""
        return (self.high - self.low) / 2 > 10 ** (SILENT_DB / 20)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What to know about the two sides of a stereo sound."""
        if len(self.sum) != 2 or not self.sounding.any():
            return ()
        if not self.sounding.all():
            return (f"its {'left' if self.sounding[1] else 'right'} channel is empty",)
        if self.middle < 1e-3 * self.energy.sum():
            return ("its two channels cancel each other in mono",)
        return ()

    def facts(self, container: str, rate: int) -> Facts:
        count = max(self.frames * len(self.sum), 1)
        dc = self.sum / max(self.frames, 1)
        peak = max(self.high.max(), -self.low.min(), 0.0) if self.frames else 0.0
        return Facts(
            container=container,
            rate=rate,
            channels=len(self.sum),
            frames=self.frames,
            peak_db=_db(peak),
            rms_db=_db(float(np.sqrt(self.energy.sum() / count))),
            clipped=round(self.clipped / count, 6),
            broken=self.broken / count,
            dc=round(float(dc[np.argmax(np.abs(dc))]), 6),
            silent=not self.sounding.any(),
        )


def _flat(x: np.ndarray) -> int:
    """How many samples lie within runs of equal ones at full scale."""
    top = np.abs(x) >= TOP
    if top.sum() < FLAT:
        return 0
    run = top[1:] & (x[1:] == x[:-1])
    return int((run[2:] & run[1:-1] & run[:-2]).sum())


def _db(level: float) -> float:
    return round(20 * float(np.log10(max(level, 1e-10))), 2)
