"""WAV: the format that every program reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Control, Problem, offers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from timbrel import Take

RATES = (44100, 48000, 96000)
BITS = (16, 24, 32)


class Wav(offers.Exporter):
    """RF64 where the file would pass 4 GiB; bits 32 is floating point, the others are dithered."""

    name = "wav"
    says = "WAV file, with the recipe in its comment"
    needs = ("numpy", "soundfile", "soxr")
    controls = (
        Control("rate", RATES[0], RATES[-1], 48000, "Hz", "Sample rate: 44100, 48000 or 96000"),
        Control("bits", BITS[0], BITS[-1], 24, "bit", "Depth: 16, 24, or 32 for floating point"),
    )

    def write(self, take: Take, path: Path, values: Mapping[str, float]) -> None:
        rate = _chosen("sample rate", values["rate"], RATES)
        bits = _chosen("depth in bits", values["bits"], BITS)
        if take.frames < 1:
            raise Problem("There is no sound in this take.", "Make it longer.")
        from timbrel_export.dsp_wav import written

        written(take, path, rate, bits)


def _chosen(what: str, value: float, choices: Sequence[int]) -> int:
    if value not in choices:
        there = f"{', '.join(map(str, choices[:-1]))} or {choices[-1]}"
        raise Problem(f"A WAV file cannot have a {what} of {value:g}.", f"Give {there}.")
    return int(value)
