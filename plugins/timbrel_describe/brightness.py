"""How bright, in Cam."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Audio


class Brightness(offers.Descriptor):
    name = "brightness"
    says = "Where on the ear's scale of pitch it is loud: dark to bright"
    needs = ("numpy", "scipy", "soxr")
    unit = "Cam"

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_colour import brightness
        from timbrel_describe.dsp_prepare import prepared

        return brightness(prepared(audio))
