"""How tense its tones are together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Audio


class Tension(offers.Descriptor):
    name = "tension"
    says = "How dissonant and rootless its tones are together"
    needs = ("numpy", "scipy", "soxr")
    unit = "SD"

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_prepare import prepared
        from timbrel_describe.dsp_tension import tension

        return tension(prepared(audio))
