"""The health of a training: what to do where the loss is no number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_train.net_state import finite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from timbrel_train.net_state import State

TRIES = 3  # steps in a row whose loss is no number, before it goes back


class Health:
    """Goes back to the last good state, the first time at half the rate, the second time for good.

    ``calm`` is what the rate is multiplied by, ``ended`` why it must end, once it must.
    """

    def __init__(self, state: State, say: Callable[[str], None]) -> None:
        self.state, self.say = state, say
        self.calm = 1.0
        self.ended = ""
        self.step = -1  # of the last good state
        self._good: Mapping[str, np.ndarray] = {}
        self._bad = 0

    def well(self, arrays: Mapping[str, np.ndarray], step: int) -> bool:
        """Remember a state as good; False if it is not, and it went back."""
        if not finite(arrays):
            self._back(step)
            return False
        self._good, self.step = arrays, step
        return True

    def heard(self, fine: bool, step: int) -> None:
        """Whether the loss of a step was a number."""
        self._bad = 0 if fine else self._bad + 1
        if self._bad == TRIES:
            self._back(step)

    def _back(self, step: int) -> None:
        self.state.restore(self._good, None)
        self._bad = 0
        if self.calm < 1:
            self.ended = (
                f"It ended at step {step}: the loss kept being no number. The model is that of "
                f"step {self.step}."
            )
            self.say(self.ended)
            return
        self.calm = 0.5
        self.say(
            f"The loss was no number at step {step}: it went back to step {self.step}, and goes "
            "on at half the rate."
        )
