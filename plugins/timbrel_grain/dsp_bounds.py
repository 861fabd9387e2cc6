"""What the tables of a model must agree on before anything is made as large as they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from timbrel import Problem
from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 4096  # frames of an event, many times as long as any that is written


def bounded(places: Sequence[Mapping[str, Any]], tensors: Mapping[str, np.ndarray]) -> None:
    """Return if the pieces are as long as their features, and the events as their latents."""
    frames = [place["frames"] for place in places]
    table, offset = tensors["event_table"], tensors["event_offset"]
    sizes = np.diff(offset.astype(np.int64), prepend=0)
    if not (
        frames
        and min(frames) > 0
        and sum(frames) == len(tensors["features"])
        and all(_fits(place) for place in places)
        and table.min(initial=0) >= 0
        and table[:, 2].max(initial=0) <= MOST
        and table[:, 0].max(initial=0) < len(places)
        and sizes.min(initial=0) >= 0
        and sizes.sum() == len(tensors["event_latents"])
        and len(tensors["event_latents"]) == len(tensors["event_conditions"])
        and len(tensors.get("map_points", table)) == len(table)
    ):
        mend = "Import it again, or train it again."
        raise Problem("The files of the model do not agree with each other.", mend)


def _fits(place: Mapping[str, Any]) -> bool:
    """Whether a piece has no more samples than its frames reach into."""
    reach = (place["frames"] - 1) * spectrum.HOP + spectrum.SIZE
    return 0 < place["samples"] <= reach and place["start"] >= 0 and place["begin"] >= 0
