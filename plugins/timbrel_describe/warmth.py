"""How warm, in dB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Audio


class Warmth(offers.Descriptor):
    name = "warmth"
    says = "How loud 90 to 500 Hz are against what lies above"
    needs = ("numpy", "scipy", "soxr")
    unit = "dB"

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_colour import warmth
        from timbrel_describe.dsp_prepare import prepared

        return warmth(prepared(audio))
