"""A report that a person can read, and a page that keeps its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.bench.table import report, written

if TYPE_CHECKING:
    from pathlib import Path


def figures(mel: float, **more: Any) -> dict[str, Any]:
    distances = {"mel": mel, "lsd": 2 * mel}
    return {"steps": 400, "speed": {"60": 30.5}, "known": distances, "unknown": distances, **more}


BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
RESULT = {"folder": "tabla", "files": 26, "held": 4}


def test_each_figure_stands_beside_its_bar_the_reference_and_their_ratio() -> None:
    text = report([{**RESULT, "timbrel": figures(0.4), "reference": figures(8)}], None)
    assert "| tabla (26 files, 4 held out) | 0.40 | 0.50 | 8 | 0.05 | 0.80 | 16 | 0.05 |" in text


def test_a_figure_that_a_tool_does_not_give_is_left_open() -> None:
    ours = figures(0.5, first_preview=12.3)
    text = report([{**RESULT, "timbrel": ours, "reference": figures(8)}], None)
    assert "| 12.30 | - | - |" in text


def test_a_folder_that_failed_is_named_and_the_others_still_stand() -> None:
    good = {**RESULT, "timbrel": figures(0.5), "reference": figures(8)}
    text = report([good, {"folder": "ambi", "broken": "exit 1: no sound"}], None)
    assert "| tabla" in text
    assert "ambi was not measured: exit 1: no sound" in text


def test_start_up_is_told_against_an_empty_python() -> None:
    assert "10.0 times" in report([], {"timbrel": 0.3, "python": 0.03})


def test_only_what_lies_between_the_markers_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "engine.md"
    page.write_text(f"above\n{BEGIN}\nold\n{END}\nbelow\n")
    written(page, "new")
    assert page.read_text() == f"above\n{BEGIN}\nnew\n{END}\nbelow\n"


def test_a_page_that_is_not_there_is_made(tmp_path: Path) -> None:
    written(tmp_path / "engine.md", "new")
    assert f"{BEGIN}\nnew\n{END}" in (tmp_path / "engine.md").read_text()


def test_a_page_without_markers_is_left_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "engine.md"
    page.write_text("words")
    with pytest.raises(ValueError, match="lacks"):
        written(page, "new")
    assert page.read_text() == "words"
