"""Level and onsets of a whole sound, in its own time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import soxr

from timbrel_describe import dsp_onset as onset
from timbrel_describe.dsp_prepare import LEAD, RATE

if TYPE_CHECKING:
    from timbrel import Audio

POINTS = 100
FLOOR = -120.0  # dB, where there is nothing
MOST = 400  # onsets that are told


def level(audio: Audio) -> dict[str, Any]:
    """Root mean square in dB of full scale, at so many points at the most, each ``every`` s."""
    size = max(-(-audio.frames // POINTS), audio.rate // 20, 1)
    power = (np.asarray(audio.samples, np.float64) ** 2).mean(axis=0)
    sums = np.add.reduceat(power, np.arange(0, max(len(power), 1), size)) if power.size else []
    counts = [min(size, len(power) - first) for first in range(0, len(power), size)]
    means = np.asarray(sums) / np.asarray(counts) if counts else np.zeros(0)
    decibels = np.maximum(10 * np.log10(means + 1e-30), FLOOR)
    return {"every": size / audio.rate, "unit": "dB", "values": decibels.round(2).tolist()}


def onsets(audio: Audio) -> list[float]:
    """Seconds from the beginning at which sounds begin."""
    mono = np.asarray(audio.samples, np.float64).mean(axis=0)
    if not mono.size or not np.isfinite(mono).all() or not mono.any():
        return []
    if audio.rate != RATE:
        mono = soxr.resample(mono, audio.rate, RATE)
    found = onset.onsets(np.concatenate([np.zeros(LEAD), mono]))
    # A frame is told by its middle; the rise that it shows has been under way for its half.
    times = (found.peaks * onset.HOP + onset.SIZE / 2 - LEAD) / RATE
    return np.clip(times, 0, None).round(3).tolist()[:MOST]
