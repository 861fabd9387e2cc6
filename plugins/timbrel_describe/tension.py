"""How tense its tones are together, and the two halves of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Audio


class Clash(offers.Descriptor):
    name = "clash"
    says = "How much its partials beat against each other"
    needs = ("numpy", "scipy", "soxr")
    unit = "SD"

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_prepare import prepared
        from timbrel_describe.dsp_tension import clash

        return clash(prepared(audio))


class Rootless(offers.Descriptor):
    name = "rootless"
    says = "How little its partials share a root"
    needs = ("numpy", "scipy", "soxr")
    unit = "SD"

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_prepare import prepared
        from timbrel_describe.dsp_tension import rootless

        return rootless(prepared(audio))


class Tension(offers.Descriptor):
    name = "tension"
    says = "How dissonant and rootless its tones are together"
    needs = ("numpy", "scipy", "soxr")
    unit = "SD"
    beside = (Clash(), Rootless())

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_prepare import prepared
        from timbrel_describe.dsp_tension import tension

        return tension(prepared(audio))
