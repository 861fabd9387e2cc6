"""How long a walk has stayed in one recording, event after event at the recording's own time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timbrel_grain.dsp_catalog import Catalogue
    from timbrel_grain.dsp_walk import Step

AWAY = 1.0  # frames by which a step that comes too soon or too late is another stretch


class Stay:
    """Tells each step of a walk since when its recording goes on as it was."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._last: Step | None = None

    def told(self, step: Step) -> Step:
        """A step with the frames it has ``stayed``; to be asked once for each, in their order."""
        last = self._last
        passed = step.when - last.when if last else 0.0
        goes_on = last is not None and self._goes_on(last.event, step.event, passed)
        step = replace(step, stayed=last.stayed + passed if last and goes_on else 0.0)
        self._last = step
        return step

    def _goes_on(self, before: int, event: int, passed: float) -> bool:
        table = self._catalogue.table
        apart = table[event, 1] - table[before, 1]
        return self._catalogue.follower(before) == event and bool(abs(passed - apart) < AWAY)
