"""Checkpoints are whole or not there, few, and damage in one is found before it is used."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel_train.checkpoints import RECENT, Checkpoints

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Kernel


def arrays(step: int) -> dict[str, np.ndarray]:
    return {"network/a": np.full((3, 4), step, np.float32), "noise": np.arange(9, dtype=np.uint8)}


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def shelf(bare: Kernel, tmp_path: Path, said: list[str]) -> Checkpoints:
    return Checkpoints(tmp_path / "kept", bare.places.writing, said.append)


def fill(shelf: Checkpoints, judged: list[float | None]) -> None:
    for step, loss in enumerate(judged):
        shelf.keep(arrays(step), {"step": step, "judged": loss, "draws": {"state": 2**127 + step}})


def steps(shelf: Checkpoints) -> list[int]:
    return [facts["step"] for facts in shelf.facts().values()]


def test_what_was_kept_comes_back_to_the_last_bit(shelf: Checkpoints) -> None:
    assert shelf.newest() is None
    fill(shelf, [1.0, 2.0])
    kept = shelf.newest()
    assert kept is not None
    assert {n: a.tobytes() for n, a in kept[0].items()} == {
        n: a.tobytes() for n, a in arrays(1).items()
    }
    assert kept[1]["step"] == 1 and kept[1]["draws"] == {"state": 2**127 + 1}


def test_the_newest_and_the_best_stay(shelf: Checkpoints) -> None:
    fill(shelf, [5.0, 1.0, 3.0, 2.0, 4.0, 6.0, 7.0])
    assert steps(shelf) == [1, 4, 5, 6]
    assert len(list(shelf.folder.iterdir())) == 2 * (RECENT + 1)


def test_what_is_no_number_is_not_the_best(shelf: Checkpoints) -> None:
    fill(shelf, [math.nan, None, 3.0, 9.0, 9.0, 9.0, 9.0])
    assert steps(shelf) == [2, 4, 5, 6]


@given(data=st.data())
def test_a_flipped_bit_is_found_and_the_one_before_taken(data: Any, tmp_path_factory: Any) -> None:
    from timbrel.places import Places

    said: list[str] = []
    shelf = Checkpoints(tmp_path_factory.mktemp("kept"), Places.writing, said.append)
    fill(shelf, [1.0, 2.0])
    path = shelf.folder / "000002.safetensors"
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    kept = shelf.newest()
    assert kept is not None and kept[1]["step"] == 0
    assert len(said) == 1 and "damaged" in said[0]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"step": 3}', b"\xff"])
def test_facts_that_are_damaged_are_passed_over(
    shelf: Checkpoints, said: list[str], content: bytes
) -> None:
    fill(shelf, [1.0, 2.0])
    (shelf.folder / "000002.json").write_bytes(content)
    kept = shelf.newest()
    assert kept is not None and kept[1]["step"] == 0 and len(said) == 1
    shelf.keep(arrays(7), {"step": 7})
    assert shelf.numbers()[-1] == 3


def test_tensors_without_facts_are_none(shelf: Checkpoints) -> None:
    fill(shelf, [1.0, 2.0])
    (shelf.folder / "000002.json").unlink()
    kept = shelf.newest()
    assert kept is not None and kept[1]["step"] == 0


def test_nothing_whole_is_nothing(shelf: Checkpoints, said: list[str]) -> None:
    fill(shelf, [1.0])
    (shelf.folder / "000001.safetensors").unlink()
    assert shelf.newest() is None and said


def test_a_disk_that_is_full_is_said_and_what_there_was_stays(
    shelf: Checkpoints, said: list[str], full_disk: Any
) -> None:
    fill(shelf, [1.0])
    with full_disk(300):
        shelf.keep({"network/a": np.zeros(1000, np.float32)}, {"step": 1})
    assert "No checkpoint was kept" in said[0] and "could not be written" in said[0]
    kept = shelf.newest()
    assert kept is not None and kept[1]["step"] == 0
    assert not list(shelf.folder.glob(".tmp-*"))


def test_the_facts_are_plain_json(shelf: Checkpoints) -> None:
    fill(shelf, [1.0])
    assert json.loads((shelf.folder / "000001.json").read_text())["step"] == 0
