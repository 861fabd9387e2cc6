"""All voices of a model, played by hand: short blocks, and shapes that follow the knobs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from timbrel import offers
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_onset import BEFORE
from timbrel_grain.dsp_renewed import CROSS, Renewed
from timbrel_grain.dsp_single import single
from timbrel_grain.dsp_stay import Stay
from timbrel_grain.dsp_trail import Trail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from timbrel_grain.dsp_map import Plane
    from timbrel_grain.dsp_share import Share
    from timbrel_grain.dsp_voice import Ensemble
    from timbrel_grain.dsp_walk import Step

SHORT = 512  # samples of a block
LEAD = 6 * SHORT  # samples, 64 ms, that a shape has to be made in, before it is to sound
WALKS = {"density", "tempo", "pulse", "warmth", "map", "map_x", "map_y", "share"}
"""What is no matter of a voice: the walk sees to it, or what is done to all voices together."""
DOWNWARDS = ("roughness", "space")  # upwards they are done to all voices together


class Hand:
    """The voices that sound or soon will, one shape of one of them in the making at a time.

    What is to sound at a sample is settled by where the knobs stood LEAD samples before it, never
    by how quick the machine is.
    """

    def __init__(
        self, ensemble: Ensemble, seed: int, plane: Callable[[], Plane], share: Share | None
    ) -> None:
        self._ensemble, self._share = ensemble, share
        self._trail = Trail(ensemble.catalogue, seed, plane)
        self._stay = Stay(ensemble.catalogue)
        self._voices: list[tuple[Step, Renewed]] = []
        self._renewed = 0  # sample at which the last shape was ordered that replaces another

    def blocks(self, values: Mapping[str, float]) -> Iterator[np.ndarray]:
        """Blocks (channels, SHORT) without end."""
        start = 0
        with ThreadPoolExecutor(1, "voices") as shop:
            while True:
                now = dict(offers.moment(values, start / spectrum.RATE))
                self._begin(now, start, shop)
                self._renew(now, start, shop)
                block = np.zeros((self._ensemble.channels, SHORT), np.float32)
                for _, voice in self._voices:
                    voice.add(block, start)
                start += SHORT
                self._voices = [one for one in self._voices if one[1].end > start]
                yield block

    def _begin(self, now: dict[str, float], start: int, shop: ThreadPoolExecutor) -> None:
        """Order the shapes of all steps that will sound in LEAD samples."""
        soon = start + LEAD
        while True:
            step = self._trail.ahead(now, (soon + BEFORE) / spectrum.HOP)
            begin = round(step.when * spectrum.HOP) - BEFORE
            if begin >= soon + SHORT:
                return
            self._trail.go()
            step = self._stay.told(self._share.placed(step) if self._share else step)
            length = int(self._ensemble.catalogue.table[step.event, 2]) * spectrum.HOP
            voice = Renewed(max(begin, soon), length + spectrum.SIZE)
            self._order(step, voice, now, soon, shop)
            self._voices.append((step, voice))

    def _renew(self, now: dict[str, float], start: int, shop: ThreadPoolExecutor) -> None:
        """Order a voice anew that is not as the knobs say, the newest first; one each LEAD."""
        if start - self._renewed < LEAD:
            return
        for step, voice in reversed(self._voices):
            if voice.end > start + LEAD + CROSS and voice.wanted != self._wanted(step, now)[0]:
                self._order(step, voice, now, start + LEAD, shop)
                self._renewed = start
                return

    def _order(
        self, step: Step, voice: Renewed, now: dict[str, float], at: int, shop: ThreadPoolExecutor
    ) -> None:
        wanted, gain, tint = self._wanted(step, now)
        shape = shop.submit(self._shaped, step, now, gain, tint) if gain else None
        voice.renew(at, shape, wanted)

    def _wanted(self, step: Step, now: dict[str, float]) -> tuple[Any, float, np.ndarray | None]:
        """What a voice is to be like, to compare; its gain; and its tint."""
        gain, tint = self._share.of(step, 0.0) if self._share else (1.0, None)
        own = {name: value for name, value in now.items() if name not in WALKS}
        own |= {name: min(own.get(name, 0.0), 0.0) for name in DOWNWARDS}
        return (gain, own, None if tint is None else tint.tobytes()), gain, tint

    def _shaped(
        self, step: Step, now: dict[str, float], gain: float, tint: np.ndarray | None
    ) -> np.ndarray:
        with single:
            own = replace(step, rng=deepcopy(step.rng))  # each shape has the same draws
            sound = self._ensemble.voice(own, now, None, tint)
        return sound if gain == 1 else sound * np.float32(gain)
