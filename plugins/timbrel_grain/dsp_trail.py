"""The trajectory as it is played by hand: the next step is open until its sound must be made."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from timbrel_grain.dsp_grid import Grid
from timbrel_grain.dsp_walk import gap_after, stepped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from timbrel_grain.dsp_catalog import Catalogue
    from timbrel_grain.dsp_map import Plane
    from timbrel_grain.dsp_walk import Step


class Trail:
    """A walk whose next step is drawn anew wherever the knobs have moved.

    Where they stand still its steps are those of ``walk``.
    """

    def __init__(self, catalogue: Catalogue, seed: int, plane: Callable[[], Plane]) -> None:
        self._catalogue, self._seed, self._plane = catalogue, seed, plane
        self._grid, self._last, self._count = Grid(catalogue), None, 0
        self._next: tuple[Mapping[str, float], Step, Grid] | None = None

    def ahead(self, now: Mapping[str, float], clock: float) -> Step:
        """The next step, not before ``clock`` in frames, as the knobs stand now."""
        if self._next and self._next[0] == now:
            return self._next[1]
        grid, event = copy(self._grid), None
        if self._last:
            event = self._last.event
            gap = gap_after(self._catalogue, event, now["density"])
            grid.advance(event, gap, now, self._last.key)
            grid.reach(clock)
        key = (self._seed, self._count)
        step, _ = stepped(self._catalogue, grid, event, now, key, self._plane)
        self._next = now, step, grid
        return step

    def go(self) -> None:
        """Take the next step as it is."""
        assert self._next
        _, self._last, self._grid = self._next
        self._next, self._count = None, self._count + 1
