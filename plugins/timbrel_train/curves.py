"""Curves: how figures went over the steps, in a bounded number of points."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 500


class Curves:
    """Columns of equal length, 'step' the first of them.

    Where there would be more than MOST points every second one is dropped, and from then on only
    every second one is taken.
    """

    def __init__(self, columns: Mapping[str, Sequence[float]] | None = None) -> None:
        self.columns = {name: list(column) for name, column in (columns or {}).items()}
        self._every = 1
        self._passed = 0

    def add(self, step: int, figures: Mapping[str, float]) -> None:
        """A point; every one has the figures that the first one had."""
        self._passed += 1
        if self._passed % self._every:
            return
        if not self.columns:
            self.columns = {"step": [], **{name: [] for name in figures}}
        for name, column in self.columns.items():
            column.append(step if name == "step" else float(figures[name]))
        if len(self.columns["step"]) > MOST:
            self.columns = {name: column[1::2] for name, column in self.columns.items()}
            self._every *= 2
