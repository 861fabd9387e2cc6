"""Two takes side by side, each panned partly to its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel import Audio, offers
from timbrel_space.dsp_even import even

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel import Take

SIZE = 2048  # frames


def paired(one: Take, two: Take, values: Mapping[str, float]) -> Iterator[Audio]:
    """Two channels of equal power each, whatever ``apart`` says (it glides where it moves)."""
    place, before = 0, None
    takes = (even(one.play(), SIZE), even(two.play(), SIZE))
    for (first, frames), (second, _) in zip(*takes, strict=True):
        apart = offers.moment(values, place / one.rate)["apart"]
        angle = (
            np.pi
            / 4
            * np.linspace(
                1 - (apart if before is None else before), 1 - apart, SIZE, endpoint=False
            )
        )
        own, other = np.cos(angle), np.sin(angle)
        both = own * _two(first, second) + other * _two(second, first)
        place, before = place + SIZE, apart
        yield Audio(both[:, :frames].astype(np.float32), one.rate)


def _two(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The left channel of the one above the right channel of the other (2, frames)."""
    return np.concatenate([left[:1], right[-1:]])
