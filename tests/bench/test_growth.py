"""The growth of a training is told in figures that can be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.folders import sounds
from tests.bench.growth import many, report

if TYPE_CHECKING:
    from pathlib import Path


def test_twice_the_sounds_are_twice_as_many_and_none_the_same(tmp_path: Path) -> None:
    files = sounds(many(tmp_path / "twice", 2))
    assert len(files) == 48
    assert len({path.read_bytes() for path in files}) == 48


def test_the_rest_is_what_neither_steps_nor_knobs_took() -> None:
    row = {"files": 2, "audio": 10.0, "whole": 9.0, "steps": 4.0, "knobs": 3.0, "peak": 5.0}
    more = row | {"audio": 40.0, "whole": 18.0}
    told = report([row, more])
    assert "| 2 | 10 | 9.0 | 4.0 | 3.0 | 2.0 | 0.200 | 5 |" in told
    assert told.endswith("4.0 times the audio takes 2.0 times as long.")
