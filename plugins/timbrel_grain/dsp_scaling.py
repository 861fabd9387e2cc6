"""How envelopes and conditions become numbers around 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_analysis as analysis

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Scaling:
    """In dB, but ``centre`` and ``width``, which are in each condition's own unit."""

    mean: np.ndarray  # (BANDS,)
    scale: float
    floor: float
    centre: np.ndarray  # (D,)
    width: np.ndarray  # (D,)


def scaled(envelopes: Sequence[np.ndarray], floor: float) -> Scaling:
    """The scaling of folded envelopes (T, BANDS): one scale for all bands, one mean for each."""
    frames = np.concatenate(envelopes)
    given = np.concatenate([analysis.conditions(e) for e in envelopes])
    mean = frames.mean(axis=0)
    width = np.maximum(given.std(axis=0), (1.0, 0.5))
    scale = float(max((frames - mean).std(), 1.0))
    return Scaling(mean, scale, float(floor), given.mean(axis=0), width)
