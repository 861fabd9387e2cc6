"""Mono: one channel, whatever the take has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers
from timbrel_space.elsewhere import elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel import Audio, Take


class Mono(offers.Spatializer):
    """The mean of the channels, so that nothing gets louder than it was."""

    name = "mono"
    says = "One channel: the mean of all there are"
    needs = ("numpy",)

    def place(self, take: Take, values: Mapping[str, float]) -> Take:
        def play() -> Iterator[Audio]:
            from timbrel_space.dsp_fold import folded

            return folded(take.play())

        return elsewhere(self, take, values, 1, play)
