"""What one model of a blend gives to it: which of its events, how loud, and in what colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from timbrel import offers
from timbrel_grain.dsp_place import Places
from timbrel_grain.dsp_walk import SLOWEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel_grain.dsp_model import GrainModel
    from timbrel_grain.dsp_walk import Step

    Parts = Mapping[str, tuple[GrainModel, Mapping[str, float]]]

CRISP = 0.05  # share over which an event comes in where they are dense
STEEPER = 0.5  # by how much the power of one that comes in over all of it is raised
BROAD, MOST = 17, 12.0  # bands and dB of what one colour takes on of another


class Share:
    """What the model ``name`` of a blend gives to it, step by step of its walk.

    Each step comes in where the share passes its place: as a share grows, steps come and grow
    louder, and none goes. Where they are dense one comes in at once; where they are so rare that
    it would be all or nothing, as pads are, over more of the share, those of ``SLOWEST`` over all.
    """

    def __init__(self, parts: Parts, name: str, seed: int) -> None:
        self._values = [values for _, values in parts.values()]
        self._own = list(parts).index(name)
        self._colours = np.stack([model.colour for model, _ in parts.values()])
        self._catalogue = parts[name][0].ensemble.catalogue
        self._places = Places(self._catalogue, (seed, self._own, 0, 1))  # like no step's

    def placed(self, step: Step) -> Step:
        """A step with the place where it comes in; to be asked once for each, in their order."""
        return self._places.deal(step)

    def of(self, step: Step, seconds: float) -> tuple[float, np.ndarray | None]:
        """The gain a step sounds with, 0..1, and what to add to its envelope.

        That is (BANDS,) in dB, or None for nothing; of a whole share the gain is 1.
        """
        shares = [offers.moment(values, seconds)["share"] for values in self._values]
        own = shares[self._own]
        if own in (0, 1):
            return float(own), None
        gain = power(own, step.place, self._softness(step)) ** 0.5
        return gain, self._drawn(np.array(shares, np.float32)) if gain else None

    def _softness(self, step: Step) -> float:
        gap = float(self._catalogue.table[step.event, 2]) / step.overlap
        return min(max(gap / SLOWEST, CRISP), 1.0)

    def _drawn(self, shares: np.ndarray) -> np.ndarray:
        apart = shares @ (self._colours - self._colours[self._own])
        broad = ndimage.uniform_filter1d(apart, BROAD, mode="nearest")
        return np.clip(broad - broad.mean(), -MOST, MOST).astype(np.float32)


def power(share: float, place: float, soft: float) -> float:
    """The power, 0..1, of an event at ``place`` that comes in over ``soft`` of the share.

    Before it is made steeper it is, in the mean of all places, the share itself. Steeper, for what
    lasts is heard in all the gaps of the other and would else stay to the end.
    """
    risen = (_passed(share, soft) - place * (1 - soft)) / soft
    return min(max(risen, 0.0), 1.0) ** (1 + STEEPER * soft)


def _passed(share: float, soft: float) -> float:
    """How far a ramp of width ``soft`` has come where the mean of all places has the share.

    The mean is the area of a trapezoid: what the ramp has passed, rising and falling at its ends.
    """
    if share > 0.5:
        return 1 - _passed(1 - share, soft)
    narrow, wide = min(soft, 1 - soft), max(soft, 1 - soft)
    bent = (2 * narrow * wide * share) ** 0.5
    return bent if bent < narrow else share * wide + narrow / 2
