"""How rough, 1 being a tone fully modulated at 70 Hz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Audio


class Roughness(offers.Descriptor):
    name = "roughness"
    says = "How much it grates: beating at some 70 Hz"
    needs = ("numpy", "scipy", "soxr")
    unit = "asper-like"

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_prepare import prepared
        from timbrel_describe.dsp_roughness import roughness

        return roughness(prepared(audio))
