"""How noisy, from 0 for tones to 1 for noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import offers

if TYPE_CHECKING:
    from timbrel import Audio


class Texture(offers.Descriptor):
    name = "texture"
    says = "From tonal to noisy"
    needs = ("numpy", "scipy", "soxr")

    def measure(self, audio: Audio) -> float:
        from timbrel_describe.dsp_prepare import prepared
        from timbrel_describe.dsp_texture import texture

        return texture(prepared(audio))
