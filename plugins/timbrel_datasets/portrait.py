"""What one sound is like, in figures that are kept by its digest."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    from timbrel import offers

EDITION = "portrait-3"  # another whenever the figures would be others


@dataclass(frozen=True, slots=True)
class Portrait:
    """``loudness`` is in dB of full scale where it sounds, ``onsets`` how many there are.

    ``still`` is the share of its time that is silence, ``brightness`` the centroid of its
    spectrum in Hz. ``shape`` is a point among sounds: one apart is plainly another sound.
    """

    seconds: float
    loudness: float
    onsets: int
    still: float
    brightness: float
    shape: tuple[float, ...]

    @classmethod
    def from_json(cls, facts: Any) -> Portrait:
        """A KeyError, TypeError or ValueError where it is none."""
        shape = tuple(float(number) for number in facts["shape"])
        names = ("seconds", "loudness", "still", "brightness")
        figures = [float(facts[name]) for name in names]
        made = cls(figures[0], figures[1], int(facts["onsets"]), *figures[2:], shape=shape)
        if not shape or not all(math.isfinite(figure) for figure in (*figures, *shape)):
            raise ValueError("a figure that is no number")
        return made


def portrayed(clip: offers.Clip, places: Any) -> Portrait:
    """The portrait of a clip, from the cache where it is there."""
    path = places.cache / EDITION / f"{clip.digest}.json"
    try:
        return Portrait.from_json(json.loads(path.read_text()))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    from timbrel_datasets.dsp_portrait import measured

    portrait = measured(clip.read())
    with suppress(Problem), places.writing(path) as draft:  # a full cache costs time alone
        draft.write_text(json.dumps(asdict(portrait)))
    return portrait
