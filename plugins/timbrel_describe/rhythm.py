"""How suddenly its sounds begin, from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Audio


class Rhythm(offers.Descriptor):
    name = "rhythm"
    says = "From ambient to rhythmic: how suddenly its sounds begin"
    needs = ("numpy", "scipy", "soxr")

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_prepare import prepared
        from timbrel_describe.dsp_rhythm import rhythm

        return rhythm(prepared(audio))
