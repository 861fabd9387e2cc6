"""How a sound's qualities change in its course."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from timbrel import Audio, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import offers

SHORTEST = 0.1  # seconds of a stretch
MOST = 48  # stretches


def course(
    audio: Audio, kinds: Mapping[str, offers.Descriptor], every: float
) -> dict[str, dict[str, Any]]:
    """Each quality of each stretch in turn, the level over time, and where sounds begin.

    A sound that would have more than MOST stretches has longer ones.
    """
    if not (math.isfinite(every) and every >= SHORTEST):
        raise Problem(f"{every:g} s is too short to be measured.", f"Give {SHORTEST} or more.")
    from timbrel_describe.dsp_course import level, onsets

    step = max(every, audio.seconds / MOST)
    size = max(round(step * audio.rate), 1)
    firsts = range(0, audio.frames, size)
    parts = [Audio(audio.samples[:, first : first + size], audio.rate) for first in firsts]
    starts = onsets(audio)
    return {
        "over_time": {
            "every": step,
            "descriptors": {
                name: [told(kind.measure(part)) for part in parts] for name, kind in kinds.items()
            },
        },
        "level": level(audio),
        "onsets": {
            "count": len(starts),
            "per_second": len(starts) / audio.seconds if audio.frames else 0.0,
            "seconds": starts,
        },
    }


def summed(over: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The course in words: from where to where each quality goes, and how often it begins."""
    if not over:
        return []
    every, tracks = over["over_time"]["every"], over["over_time"]["descriptors"]
    lines = [f"Over time, every {every:.2f} s:"]
    for name, track in tracks.items():
        known = [value for value in track if value is not None]
        if known:
            lines.append(f"  {name}: " + " ".join(_short(value) for value in track))
    starts = over["onsets"]
    lines.append(f"{starts['count']} onsets, {starts['per_second']:.2f} a second.")
    return lines


def _short(value: float | None) -> str:
    return "?" if value is None else f"{value:.1f}"


def told(value: float) -> float | None:
    """The value, or None where it could not be told: NaN is no JSON."""
    return float(value) if math.isfinite(value) else None
