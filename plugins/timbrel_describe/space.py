"""How long its decays are, as log2 of seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Audio


class Space(offers.Descriptor):
    name = "space"
    says = "From dry to reverberant: how slowly it dies away"
    needs = ("numpy", "scipy", "soxr")
    unit = "log2 s"

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_prepare import prepared
        from timbrel_describe.dsp_space import space

        return space(prepared(audio))
