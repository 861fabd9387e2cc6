"""The middle and the side of a take, apart and together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel import Audio, offers
from timbrel_space.dsp_even import even
from timbrel_space.dsp_fold import middle
from timbrel_space.dsp_side import Side, stride

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel import Take

NATURAL = 0.5  # of the middle's level, for a side made of it: left and right then share 0.6


def widened(take: Take, values: Mapping[str, float]) -> Iterator[Audio]:
    """Two channels, of which half the sum is the middle to the last bit but rounding."""
    side = Side(take.rate) if take.channels != 2 else None
    size, before, place = stride(take.rate), None, 0
    for block, frames in even(take.play(), size):
        width = offers.moment(values, place / take.rate)["width"]
        sides = side.feed(middle(block)) * NATURAL if side else (block[:1] - block[1:2]) / 2
        # A width that moves does so evenly from block to block, as a step would click.
        sides *= np.linspace(width if before is None else before, width, size, endpoint=False)
        both = middle(block) + np.concatenate([sides, -sides])
        before, place = width, place + size
        yield Audio(both[:, :frames].astype(np.float32), take.rate)
