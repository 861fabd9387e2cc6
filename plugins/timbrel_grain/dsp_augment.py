"""Augmentation: crops of envelopes as the same sound might have been, a little otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("pitch", "stretch", "loudness", "noise")


@dataclass(slots=True)
class Augmentation:
    """Ranges: ``pitch`` in semitones, ``stretch`` in octaves of speed, ``loudness`` and ``noise``
    in dB; ``share`` of the crops are changed. ``counts`` tells how many were, and in what.

    Done on the envelope, where all four are sums and interpolations, they cost next to nothing.
    """  # noqa: D205

    share: float
    ranges: Mapping[str, float]
    counts: dict[str, int] = field(default_factory=dict)

    def crop(self, envelope: np.ndarray, length: int, rng: np.random.Generator) -> np.ndarray:
        """``length`` frames (length, BANDS) from anywhere in an envelope (T, BANDS) in dB."""
        changed = rng.random() < self.share
        self._count("crops", True)
        self._count("augmented", changed)
        drawn = {kind: self._drawn(kind, changed, rng) for kind in KINDS}
        frames = stretched(envelope, length, 2.0 ** drawn["stretch"], rng)
        if drawn["pitch"]:
            frames = transposed(frames, drawn["pitch"])
        if drawn["noise"]:
            frames = frames + np.float32(drawn["noise"]) * rng.standard_normal(frames.shape)
        return (frames + drawn["loudness"]).astype(np.float32)

    def _drawn(self, kind: str, changed: bool, rng: np.random.Generator) -> float:
        """An amount within the kind's range, in half of the crops that are changed."""
        width, used = self.ranges[kind], rng.random() < 0.5
        amount = float(rng.uniform(-width, width))
        used = bool(used and changed and width)
        self._count(kind, used)
        return amount if used else 0.0

    def _count(self, what: str, yes: bool) -> None:
        self.counts[what] = self.counts.get(what, 0) + int(yes)


def stretched(
    envelope: np.ndarray, length: int, speed: float, rng: np.random.Generator
) -> np.ndarray:
    """``length`` frames read at a speed from a random place on; the last is held at the end."""
    reach = max(len(envelope) - int((length - 1) * speed), 1)
    place = int(rng.integers(reach)) + speed * np.arange(length)
    place = np.minimum(place, len(envelope) - 1)
    left = place.astype(int)
    right = np.minimum(left + 1, len(envelope) - 1)
    part = (place - left).astype(np.float32)[:, None]
    return envelope[left] * (1 - part) + envelope[right] * part


def transposed(frames: np.ndarray, semitones: float) -> np.ndarray:
    """Frames (T, BANDS) with every band's energy moved to where its pitch has gone."""
    centres = spectrum.band_edges()[1:-1]
    place = np.interp(centres * 2 ** (-semitones / 12), centres, np.arange(len(centres)))
    left = np.minimum(place.astype(int), len(centres) - 2)
    part = (place - left).astype(np.float32)
    return frames[:, left] * (1 - part) + frames[:, left + 1] * part
