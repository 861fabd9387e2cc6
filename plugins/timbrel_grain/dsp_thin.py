"""Thinning: what a model keeps of a corpus that is larger than its budget."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timbrel_grain.dsp_analysis import Analysis

LENGTH = 376  # frames of a stretch, 4 s


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames of a source: all that a model keeps in one piece."""

    source: int
    first: int
    frames: int


def thinned(found: Sequence[Analysis], seconds: float) -> list[Stretch]:
    """Stretches of at most ``seconds`` in all that cover the corpus; everything if it fits.

    Farthest-point sampling (Gonzalez 1985): each stretch taken is the one least like those
    already taken, so that a rare sound stays and the hundredth of a kind goes.
    """
    allowed = seconds * spectrum.RATE / spectrum.HOP
    if sum(len(a.envelope) for a in found) <= allowed:
        return [Stretch(n, 0, len(a.envelope)) for n, a in enumerate(found)]
    stretches = [s for n, a in enumerate(found) for s in _cut(n, len(a.envelope))]
    points = np.stack([_summary(found[s.source].envelope, s) for s in stretches])
    taken, used = [], 0
    distance = np.full(len(points), np.inf)
    candidate = int(points.mean(axis=1).argmax())  # the loudest
    while used + stretches[candidate].frames <= allowed:
        taken.append(candidate)
        used += stretches[candidate].frames
        distance = np.minimum(distance, ((points - points[candidate]) ** 2).sum(axis=1))
        candidate = int(distance.argmax())
        if distance[candidate] <= 0:
            break
    return [stretches[n] for n in sorted(taken)]


def _cut(source: int, frames: int) -> list[Stretch]:
    parts = max(1, round(frames / LENGTH))
    edges = np.linspace(0, frames, parts + 1).astype(int)
    return [Stretch(source, int(a), int(b - a)) for a, b in itertools.pairwise(edges)]


def _summary(envelope: np.ndarray, stretch: Stretch) -> np.ndarray:
    part = envelope[stretch.first : stretch.first + stretch.frames]
    return np.concatenate([part.mean(axis=0), part.std(axis=0)])
