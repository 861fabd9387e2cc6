"""How clear its beat is, from 0 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Audio


class Pulse(offers.Descriptor):
    name = "pulse"
    says = "How clear its beat is"
    needs = ("numpy", "scipy", "soxr")

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_prepare import prepared
        from timbrel_describe.dsp_rhythm import pulse

        return pulse(prepared(audio))
