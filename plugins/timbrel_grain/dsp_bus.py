"""What is done to all voices together, block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from timbrel import offers
from timbrel_grain.dsp_beat import Beat
from timbrel_grain.dsp_grid import MIDDLE, ticks
from timbrel_grain.dsp_level import Level
from timbrel_grain.dsp_rough import Rough
from timbrel_grain.dsp_space import BLOCK, Space
from timbrel_grain.dsp_spectrum import RATE
from timbrel_grain.dsp_tilt import Tilt
from timbrel_grain.dsp_warm import Warm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Bus:
    """Pulse, roughness, brightness, warmth, space, and the loudness that was there before them.

    With all of them at 0 a block comes out as it went in: the very same one. ``gap`` is that
    between the recordings' onsets, in frames.
    """

    def __init__(self, channels: int, block: int = BLOCK, gap: float = MIDDLE) -> None:
        self._gap, self._beat = gap, Beat()
        self._stages = {
            "roughness": Rough(channels),
            "brightness": Tilt(channels),
            "warmth": Warm(channels),
            "space": Space(channels, block),
        }
        self._level = Level(channels)

    def feed(self, block: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
        """A block (channels, n), n always the same, treated as the knobs stand now."""
        sound = self._beat.feed(block, values.get("pulse", 0.0), ticks(self._gap, values))
        for name, stage in self._stages.items():
            sound = stage.feed(sound, values.get(name, 0.0))
        return self._level.feed(block, sound)


def treated(
    blocks: Iterator[np.ndarray],
    values: Mapping[str, float],
    channels: int,
    size: int = BLOCK,
    gap: float = MIDDLE,
) -> Iterator[np.ndarray]:
    """Blocks (channels, n) of any length as treated ones of ``size``, without end as they are."""
    bus, rest, done = Bus(channels, size, gap), np.zeros((channels, 0), np.float32), 0
    for block in blocks:
        rest = np.concatenate([rest, block], axis=1) if rest.shape[1] else block
        whole = rest.shape[1] // size * size
        for start in range(0, whole, size):
            yield bus.feed(rest[:, start : start + size], offers.moment(values, done / RATE))
            done += size
        rest = rest[:, whole:]
