"""Which files are trained on and which are held out never depends on chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.bench import folders

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("files", "held"), [(1, 1), (3, 1), (10, 2), (20, 3), (26, 4)])
def test_every_sixth_file_or_so_is_held_out(tmp_path: Path, files: int, held: int) -> None:
    paths = [tmp_path / f"{index:02}.wav" for index in range(files)]
    kept, out = folders.split(paths, 3)
    assert len(out) == held
    assert sorted(kept + out) == paths


def test_only_sounds_are_measured_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.FLAC", "a.wav", "README.md"):
        (tmp_path / name).touch()
    assert [path.name for path in folders.sounds(tmp_path)] == ["a.wav", "b.FLAC"]


def test_folders_of_recordings_are_found_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("drum", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "drum" / "kick.wav").touch()
    monkeypatch.setenv("TIMBREL_BENCH_DATA", str(tmp_path))
    found = folders.recorded()
    assert found == {"drum": tmp_path / "drum"}


def test_held_out_files_are_not_in_the_folder_that_is_trained_on(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    for index in range(8):
        (tmp_path / "all" / f"{index}.wav").touch()
    kept, _ = folders.split(folders.sounds(tmp_path / "all"), 3)
    folder = folders.gathered(kept, tmp_path / "kept")
    assert [path.stem for path in folders.sounds(folder)] == list("0124567")
