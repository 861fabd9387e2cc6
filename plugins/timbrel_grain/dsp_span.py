"""How long an event sounds among the others, and how it comes and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    import numpy as np

ATTACK = 96  # samples that take the edge off the first frame's window
VOICES = 6.0  # events at a time; what goes on under so many others is not heard
DENSEST, SOON = 1.3, 2.0  # events at a time where it is dense, from half of the knob on
SHORTEST = 24  # frames that an event is left at least, and fewer where it is dense


def voices(density: float) -> float:
    """How many events sound at a time: fewer where it is dense, or none of them is made out."""
    return VOICES * (DENSEST / VOICES) ** min(SOON * max(density, 0.0), 1.0)


def frames(whole: int, overlap: float, density: float) -> int:
    """Frames that are left of an event of ``whole``, of which ``overlap`` would sound at a time.

    All of them, unless that is more than are to be told apart.
    """
    most = voices(density)
    share = min(most / max(overlap, 1e-9), 1.0)
    return max(round(whole * share), min(whole, round(SHORTEST * most / VOICES)))


def ends(row: np.ndarray, left: int) -> tuple[int, int]:
    """Samples that an event comes and goes in: an onset begins at once.

    ``row`` is the event's of the catalogue's table, of which ``left`` frames sound. Where it is
    cut short it comes within a quarter of that and goes over half of it.
    """
    rise, fall = (int(n) * spectrum.HOP for n in row[4:6])
    if left < row[2]:
        rise, fall = min(rise, left * spectrum.HOP // 4), max(fall, left * spectrum.HOP // 2)
    return max(rise, ATTACK), fall
