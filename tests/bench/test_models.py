"""The measure of how quickly models are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.models import SEARCHES, searched, shelved

if TYPE_CHECKING:
    from pathlib import Path


def test_each_search_is_measured_on_as_many_models_as_were_asked_for(tmp_path: Path) -> None:
    shelf = shelved(tmp_path / "many", {"family": "tone", "seconds": 2.0, "sounds": 1}, 12)
    assert len(shelf.registry.cards()) == 12
    figures = searched(shelf)
    assert set(figures) >= {"first", *SEARCHES} and min(figures.values()) > 0
