"""Tables that would make a model larger than its files are refused before it is made."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from safetensors.numpy import load_file, save_file

from timbrel import Problem
from timbrel_grain.grain import Grain

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(trained_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(trained_folder, tmp_path / "odd")


@pytest.mark.parametrize(
    ("fact", "value"),
    [("frames", 10**12), ("frames", 0), ("samples", 10**12), ("samples", 0), ("start", -1)],
)
def test_a_piece_that_says_more_than_there_is(folder: Path, fact: str, value: Any) -> None:
    path = folder / "model.json"
    facts = json.loads(path.read_text())
    facts["pieces"][0][fact] = value
    path.write_text(json.dumps(facts))
    with pytest.raises(Problem, match="do not agree"):
        Grain().load(folder)


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [
        ("event_table", (0, 2), 10**9),
        ("event_table", (0, 0), 99),
        ("event_table", (0, 1), -1),
        ("event_offset", (-1,), 10**9),
    ],
)
def test_an_event_that_says_more_than_there_is(
    folder: Path, name: str, place: tuple[int, ...], value: int
) -> None:
    tensors = load_file(folder / "model.safetensors")
    tensors[name][place] = value
    save_file(tensors, folder / "model.safetensors")
    with pytest.raises(Problem, match="do not agree"):
        Grain().load(folder)
