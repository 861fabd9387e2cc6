"""Width: how far a sound reaches to both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Control, offers
from timbrel_space.elsewhere import elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel import Audio, Take


class Width(offers.Spatializer):
    """Middle and side: left is their sum, right their difference, so that mono is the middle.

    The side of a take of two channels is its own; that of one is the middle passed through
    ``dsp_side``, which moves its phases only.
    """

    name = "width"
    says = "Two channels with a width, whose sum is the mono sound"
    needs = ("numpy",)
    controls = (
        Control("width", 0.0, 2.0, 1.0, says="0 is mono, 1 natural, 2 twice as much at the sides"),
    )

    def place(self, take: Take, values: Mapping[str, float]) -> Take:
        def play() -> Iterator[Audio]:
            from timbrel_space.dsp_width import widened

            return widened(take, values)

        return elsewhere(self, take, values, 2, play)
