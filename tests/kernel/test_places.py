"""A file gets to its place whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from timbrel import Problem
from timbrel.places import Places, home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_what_is_written_stands_at_its_place_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.wav"
    with Places.writing(path) as draft:
        assert draft.suffix == ".wav" and draft.parent == path.parent
        draft.write_bytes(b"sound")
    assert path.read_bytes() == b"sound"
    assert list(path.parent.iterdir()) == [path]


def test_an_error_while_writing_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"old")
    with pytest.raises(RuntimeError), Places.writing(path) as draft:
        draft.write_bytes(b"half of the n")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_a_sentence_and_leaves_no_stump(
    tmp_path: Path, full_disk: Callable[[int], Any]
) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"old")
    with full_disk(1000), pytest.raises(Problem) as full, Places.writing(path) as draft:
        draft.write_bytes(b"n" * 2000)
    assert str(path) in full.value.what and full.value.kind == "unavailable"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_block_that_writes_nothing_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="could not be written"), Places.writing(tmp_path / "a.wav"):
        pass


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Problem, match="could not be written"):
        _ = Places(tmp_path / "file").models


def test_a_free_name_is_nobodys(tmp_path: Path) -> None:
    names = []
    for _ in range(3):
        path = Places.free(tmp_path, "bell", ".wav")
        path.touch()
        names.append(path.name)
    assert names == ["bell.wav", "bell-2.wav", "bell-3.wav"]


def test_the_home_is_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMBREL_HOME", str(tmp_path))
    assert home() == tmp_path
    monkeypatch.setenv("TIMBREL_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert home().name == "timbrel"


def test_every_folder_is_made_when_it_is_asked_for(tmp_path: Path) -> None:
    places = Places(tmp_path / "home")
    assert not places.home.exists()
    folders = [places.models, places.renders, places.datasets, places.trash, places.cache]
    assert all(folder.is_dir() for folder in folders)
    assert len(set(folders)) == 5


def test_drafts_of_killed_processes_are_swept_and_young_ones_stay(tmp_path: Path) -> None:
    places = Places(tmp_path / "home")
    old, young = places.models / ".tmp-old", places.cache / "deep" / ".tmp-young.wav"
    kept = places.renders / "take.wav"
    old.mkdir()
    (old / "weights").write_text("half")
    young.parent.mkdir()
    for path in (young, kept):
        path.write_text("x")
    for path in (old, kept):
        os.utime(path, (1.0, 1.0))
    assert places.sweep() == 1
    assert not old.exists() and young.exists() and kept.exists()
    assert Places(tmp_path / "nowhere").sweep() == 0
