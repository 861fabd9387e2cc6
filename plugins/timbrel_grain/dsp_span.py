"""How long an event sounds among the others, and how it comes and goes."""

from __future__ import annotations

import numpy as np

from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_catalog import QUIET
from timbrel_grain.dsp_onset import BEFORE

ATTACK = 96  # samples that take the edge off the first frame's window
VOICES = 6.0  # events at a time; what goes on under so many others is not heard
DENSEST, SOON = 1.6, 2.0  # events at a time where it is dense, from half of the knob on
SHORTEST = 24  # frames that an event is left at least, and fewer where it is dense
LASTS = 94  # frames, 1 s: what is as long and has not died away is no stroke
LEFT = 0.2  # of what lasts, where it is sparse: or else there is never silence
SUDDEN = 0.05  # of the time in which it comes then: or else it is not heard to begin
FALLS = 3.0  # e-folds that the shortest event falls by within its length


def voices(density: float) -> float:
    """How many events sound at a time: fewer where it is dense, or none of them is made out."""
    return VOICES * (DENSEST / VOICES) ** min(SOON * max(density, 0.0), 1.0)


def lasts(table: np.ndarray) -> np.ndarray:
    """Which events of a catalogue's table, (6,) or (E, 6), go on for as long as they are let."""
    return (table[..., 2] > LASTS) & (table[..., 5] > QUIET)


def frames(row: np.ndarray, overlap: float, density: float, pad: bool = False) -> int:
    """Frames that sound of an event of which ``overlap`` would at a time.

    ``row`` is its of the catalogue's table. All of them, unless that is more than are to be told
    apart, or it is sparse and the event is a pad, or would never end by itself.
    """
    whole = int(row[2])
    if density < 0 and (pad or lasts(row)):
        return round(whole * LEFT**-density)
    most = voices(density)
    share = min(most / max(overlap, 1e-9), 1.0)
    return max(round(whole * share), min(whole, round(SHORTEST * most / VOICES)))


def ends(row: np.ndarray, left: int, density: float) -> tuple[int, int]:
    """Samples that an event comes and goes in: an onset begins at once.

    ``row`` is the event's of the catalogue's table, of which ``left`` frames sound. Where it is
    dense what is cut short goes over half of it, and comes the more suddenly the less is left;
    where it is sparse it comes sooner and goes gently.
    """
    rise, fall = (int(n) * spectrum.HOP for n in row[4:6])
    rise, length, share = max(rise, ATTACK), left * spectrum.HOP, left / float(row[2])
    if density < 0:
        rise = max(round(rise * SUDDEN**-density), ATTACK)
        return rise, max(fall, round(length * (1 - share) / 2))
    if left < row[2]:
        rise, fall = round(ATTACK * (rise / ATTACK) ** share), max(fall, length // 2)
    return rise, fall


def dying(samples: int, row: np.ndarray, left: int, density: float) -> np.ndarray | None:
    """The gain (samples,) that lets an event die away by itself of which ``left`` frames sound.

    What is cut out of a sound that lasts would run into the next, and none of them be made out;
    None where nothing is cut, or gently.
    """
    if left >= row[2] or density < 0 or not lasts(row):
        return None
    time = np.arange(samples - BEFORE, dtype=np.float32) / max(samples - 2 * BEFORE, 1)
    fall = np.exp(np.float32((left / row[2] - 1) * FALLS) * np.minimum(time, 1))
    return np.concatenate([np.ones(BEFORE, np.float32), fall])
