"""A knob's way from one block to the next, without a step that could click."""

from __future__ import annotations

import numpy as np


class Glide:
    """What an amount was last, and the straight line from there to what it is now."""

    def __init__(self) -> None:
        self._last: float | None = None

    def rests(self, amount: float) -> bool:
        """Whether the amount is 0 and was: nothing is to be done then."""
        return not amount and not self._last

    def ramp(self, amount: float, samples: int) -> np.ndarray:
        """The amount at each of the block's samples (samples,); the first has no way to go."""
        last, amount = self.ends(amount)
        return last + (amount - last) * np.arange(1, samples + 1) / samples

    def ends(self, amount: float) -> tuple[float, float]:
        """What it was before the block, and what it is at the block's last sample."""
        last = amount if self._last is None else self._last
        self._last = amount
        return last, amount
