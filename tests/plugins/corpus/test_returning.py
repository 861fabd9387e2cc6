"""What was taken out of a dataset comes back from the trash as it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    Do = Callable[..., dict[str, Any]]


@pytest.fixture
def kit(put: Any, folder: Path) -> Path:
    for number, name in enumerate(("a.wav", "b.wav", "inner/c.wav")):
        put(name, hertz=200 + 50 * number, seconds=0.5 + 0.1 * number)
    return folder


def page(home: Path, name: str = "kit") -> dict[str, Any]:
    return json.loads((home / "datasets" / name / "dataset.json").read_text())


@pytest.mark.parametrize("copy", [False, True])
def test_files_come_back_as_they_were(do: Do, kit: Path, home: Path, copy: bool) -> None:
    do("add", kit, name="kit", copy=copy)
    before = page(home)
    trash = do("remove", "kit", ["a.wav", "inner/c.wav"])["trash"]
    if copy:
        shutil.rmtree(kit)
    answer = do("restore", "kit", trash=Path(trash))
    assert answer["says"] == "2 sounds back in 'kit'."
    assert answer["returned"] == ["a.wav", "inner/c.wav"]
    assert page(home) == before | {"made": page(home)["made"]}
    assert not Path(trash).exists()
    assert do("show", "kit", estimate=False)["count"] == 3


def test_a_whole_dataset_comes_back(do: Do, kit: Path, home: Path) -> None:
    do("add", kit, name="kit")
    before = page(home)
    trash = Path(do("remove", "kit")["trash"])
    do("restore", "kit", trash=trash)
    assert page(home) == before and not trash.exists()


def test_what_came_in_again_meanwhile_is_there_once(do: Do, kit: Path, home: Path) -> None:
    do("add", kit, name="kit")
    trash = Path(do("remove", "kit", ["a.wav"])["trash"])
    do("extend", "kit", kit)
    do("restore", "kit", trash=trash)
    assert [entry["name"] for entry in page(home)["files"]] == ["a.wav", "b.wav", "inner/c.wav"]


@pytest.mark.parametrize("where", ["datasets/kit", "trash", "trash/dataset-other", "trash/none"])
def test_nothing_else_is_put_back(do: Do, kit: Path, home: Path, where: str) -> None:
    do("add", kit, name="kit")
    do("add", kit, name="other")
    do("remove", "other")
    before = page(home)
    with pytest.raises(Problem, match="in the trash"):
        do("restore", "kit", trash=home / where)
    assert page(home) == before
