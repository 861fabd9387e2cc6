"""How many events it has in a second, as log2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Audio


class Density(offers.Descriptor):
    name = "density"
    says = "How closely its sounds follow each other"
    needs = ("numpy", "scipy", "soxr")
    unit = "log2 1/s"

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_prepare import prepared
        from timbrel_describe.dsp_rhythm import density

        return density(prepared(audio))
