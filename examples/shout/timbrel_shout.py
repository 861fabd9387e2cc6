"""Bare samples, turned up: an exporter in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Control, hookimpl, offers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from timbrel import Take


class Raw(offers.Exporter):
    name, says = "raw", "Bare 32-bit float samples, turned up"
    controls = (Control("gain", -24.0, 24.0, 6.0, "dB", "How much louder it gets"),)

    def write(self, take: Take, path: Path, values: Mapping[str, float]) -> None:
        factor = 10 ** (values["gain"] / 20)
        with path.open("wb") as file:
            for block in take.play():
                file.write((block.samples.T * factor).astype("<f4").tobytes())


@hookimpl
def exporters() -> list[offers.Exporter]:
    return [Raw()]
