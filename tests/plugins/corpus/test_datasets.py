"""A dataset is made, shown, extended and thrown away, and its files are found again."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel import Job, Kernel, Problem, offers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Do = Callable[..., dict[str, Any]]


@pytest.fixture
def sounds(library: Kernel) -> Callable[[str], offers.Corpus]:
    """The corpus of a dataset, by its name."""

    def collected(name: str) -> offers.Corpus:
        readers = {
            suffix: reader
            for reader in library.host.table(offers.Importer).values()
            for suffix in reader.suffixes
        }
        collector = library.host.find(offers.Collector, "dataset")
        return collector.collect(name, readers, library.places, Job("collect"))

    return collected


@pytest.fixture
def three(put: Any) -> None:
    for index, name in enumerate(("a.wav", "inner/b.wav", "c.wav")):
        put(name, hertz=200 + 50 * index, seconds=0.5 + 0.1 * index)


def names(corpus: offers.Corpus) -> list[str]:
    return [clip.name for clip in corpus.clips]


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("copy", [False, True])
def test_a_dataset_holds_what_its_folder_held(
    do: Do, sounds: Any, three: None, folder: Path, copy: bool
) -> None:
    answer = do("add", folder, name="kit", copy=copy)
    assert answer["files"] == ["a.wav", "c.wav", "inner/b.wav"]
    assert answer["seconds"] == pytest.approx(1.8)
    corpus = sounds("kit")
    assert names(corpus) == answer["files"]
    assert corpus.clips[1].read().seconds == pytest.approx(0.7)
    assert [made["name"] for made in do("list")["datasets"]] == ["kit"]


def test_by_reference_nothing_is_copied_and_nothing_is_touched(
    do: Do, three: None, folder: Path, home: Path
) -> None:
    before = files(folder)
    do("add", folder, name="kit", by_reference=True)
    assert files(home / "datasets") == ["kit/dataset.json"]
    assert files(folder) == before


def test_a_copy_needs_nothing_outside(do: Do, sounds: Any, three: None, folder: Path) -> None:
    do("add", folder, name="kit", copy=True)
    shutil.rmtree(folder)
    assert names(sounds("kit")) == ["a.wav", "c.wav", "inner/b.wav"]


def test_a_dataset_can_be_of_one_recording(do: Do, sounds: Any, put: Any) -> None:
    do("add", put("a.wav"), name="one")
    assert names(sounds("one")) == ["a.wav"]


def test_what_is_of_no_use_is_told_and_kept_in_mind(
    do: Do, sounds: Any, three: None, put: Any, folder: Path
) -> None:
    (folder / "notes.txt").write_text("buy strings")
    put("silent.wav", level=0.0)
    shutil.copy(folder / "a.wav", folder / "a copy.wav")
    answer = do("add", folder, name="kit")
    assert answer["left_out"] == {"notes.txt": "not a sound file"}
    assert "a duplicate of a.wav" in answer["warnings"]["a copy.wav"]
    assert len(answer["files"]) == 3
    corpus = sounds("kit")
    assert corpus.left_out == answer["left_out"]
    assert corpus.warnings["silent.wav"].startswith("silent")
    assert "a duplicate of a.wav" in corpus.warnings["a copy.wav"]


def test_a_file_that_was_renamed_or_moved_is_found_again(
    do: Do, sounds: Any, three: None, put: Any, folder: Path
) -> None:
    do("add", folder, name="kit")
    (folder / "deep").mkdir()
    (folder / "a.wav").rename(folder / "deep" / "z.wav")
    put("a.wav", hertz=900)
    corpus = sounds("kit")
    assert names(corpus) == ["a.wav", "c.wav", "inner/b.wav"]
    assert "it is called deep/z.wav now" in corpus.warnings["a.wav"]
    sound = corpus.clips[0].read().samples[0]
    assert np.abs(np.fft.rfft(sound)).argmax() == pytest.approx(100, abs=1)  # 200 Hz in 0.5 s


def test_a_file_that_is_gone_is_named_and_the_rest_still_come(
    do: Do, sounds: Any, three: None, folder: Path
) -> None:
    do("add", folder, name="kit")
    (folder / "a.wav").unlink()
    corpus = sounds("kit")
    assert names(corpus) == ["c.wav", "inner/b.wav"]
    assert "no longer in" in corpus.left_out["a.wav"]


def test_a_file_that_changed_is_told_and_taken_anew_by_extending(
    do: Do, sounds: Any, three: None, put: Any, folder: Path
) -> None:
    do("add", folder, name="kit")
    put("a.wav", hertz=990, seconds=0.9)
    assert "it has changed" in sounds("kit").left_out["a.wav"]
    answer = do("extend", "kit", folder)
    assert "1 changed and taken anew" in answer["says"]
    corpus = sounds("kit")
    assert not corpus.left_out
    assert corpus.clips[0].seconds == pytest.approx(0.9)


def test_a_folder_that_moved_is_known_again_by_extending(
    do: Do, sounds: Any, three: None, folder: Path
) -> None:
    do("add", folder, name="kit")
    moved = folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(Problem, match="its folder .* is not there"):
        sounds("kit")
    answer = do("extend", "kit", moved)
    assert (answer["new"], len(answer["there"])) == ([], 3)
    corpus = sounds("kit")
    assert names(corpus) == ["a.wav", "c.wav", "inner/b.wav"]
    assert set(corpus.warnings) == {"kit"}  # that they are few, and nothing of their places


@pytest.mark.parametrize("copy", [False, True])
def test_extending_adds_what_is_new_and_tells_equal_names_apart(
    do: Do, sounds: Any, three: None, put: Any, folder: Path, copy: bool
) -> None:
    do("add", folder / "inner", name="kit", copy=copy)
    other = folder / "other"
    put("other/b.wav", hertz=777)
    shutil.copy(folder / "inner" / "b.wav", other / "same.wav")
    answer = do("extend", "kit", other)
    assert (answer["new"], answer["there"]) == (["b.wav (2)"], ["b.wav"])
    first, second = sounds("kit").clips
    assert (first.name, second.name) == ("b.wav", "b.wav (2)")
    assert first.digest != second.digest


def test_files_are_taken_out_by_name_and_never_touched(
    do: Do, sounds: Any, three: None, folder: Path
) -> None:
    do("add", folder, name="kit")
    answer = do("remove", "kit", ["a.wav", "c.wav"])
    assert answer["removed"] == ["a.wav", "c.wav"]
    assert names(sounds("kit")) == ["inner/b.wav"]
    assert files(folder) == ["a.wav", "c.wav", "inner/b.wav"]


@pytest.mark.parametrize("copy", [False, True])
def test_what_was_taken_out_is_a_dataset_in_the_trash(
    do: Do, sounds: Any, three: None, folder: Path, home: Path, copy: bool
) -> None:
    do("add", folder, name="kit", copy=copy)
    trash = home / "trash" / "dataset-kit"
    assert do("remove", "kit", ["a.wav"])["trash"] == str(trash)
    if copy:
        shutil.rmtree(folder)
    trash.rename(home / "datasets" / "back")
    assert names(sounds("back")) == ["a.wav"]
    assert names(sounds("kit")) == ["c.wav", "inner/b.wav"]


def test_a_dataset_in_the_trash_can_be_taken_back(
    do: Do, sounds: Any, three: None, folder: Path, home: Path
) -> None:
    from pathlib import Path

    do("add", folder, name="kit", copy=True)
    rest = Path(do("remove", "kit")["trash"])
    assert do("list")["datasets"] == []
    rest.rename(home / "datasets" / "kit")
    assert len(names(sounds("kit"))) == 3


def test_a_file_that_is_not_in_it_is_a_problem_with_the_nearest_name(
    do: Do, sounds: Any, three: None, folder: Path
) -> None:
    do("add", folder, name="kit")
    with pytest.raises(Problem, match=r"no file 'aa\.wav'.* a\.wav") as caught:
        do("remove", "kit", ["c.wav", "aa.wav"])
    assert caught.value.kind == "missing"
    assert len(names(sounds("kit"))) == 3
    with pytest.raises(Problem, match="Nothing would be left"):
        do("remove", "kit", names(sounds("kit")))


@pytest.mark.parametrize("name", ["", "a/b", "..", ".", "a\\b", "drum 🥁", "x" * 65, "-", "a\n"])
def test_a_name_that_will_not_do_is_told(
    do: Do, three: None, folder: Path, home: Path, name: str
) -> None:
    with pytest.raises(Problem, match="will not do as a name"):
        do("add", folder, name=name)
    assert not files(home)


def test_a_name_that_is_taken_is_told(do: Do, three: None, folder: Path) -> None:
    do("add", folder, name="kit")
    with pytest.raises(Problem, match="There is a dataset called 'kit' already"):
        do("add", folder, name="kit")
    with pytest.raises(Problem, match="by copy or by reference"):
        do("add", folder, name="other", copy=True, by_reference=True)


@pytest.mark.parametrize("verb", [("extend", "nope", "x"), ("remove", "nope"), ("remove", "../x")])
def test_a_dataset_that_is_not_there_is_missing(
    do: Do, three: None, folder: Path, verb: tuple[str, ...]
) -> None:
    do("add", folder, name="kit")
    with pytest.raises(Problem, match="There is: kit") as caught:
        do(*verb)
    assert caught.value.kind == "missing"


def test_a_folder_that_is_missing_or_of_no_use_makes_no_dataset(
    do: Do, folder: Path, home: Path
) -> None:
    with pytest.raises(Problem, match="There is no folder or file") as caught:
        do("add", folder / "nope", name="kit")
    assert caught.value.kind == "missing"
    (folder / "notes.txt").write_text("buy strings")
    with pytest.raises(Problem, match=r"No usable sound .*notes\.txt: not a sound file"):
        do("add", folder, name="kit")
    assert do("list")["datasets"] == []


@pytest.mark.parametrize("page", ["", "{}", "[]", "null", '{"edition": 1}', "\xff\xfe"])
def test_a_damaged_dataset_is_named_and_the_rest_are_listed(
    do: Do, sounds: Any, three: None, folder: Path, home: Path, page: str
) -> None:
    do("add", folder, name="good")
    do("add", folder, name="bad")
    (home / "datasets" / "bad" / "dataset.json").write_bytes(page.encode("latin-1"))
    answer = do("list")
    assert [made["name"] for made in answer["datasets"]] == ["good"]
    assert "'bad' cannot be read" in answer["damaged"]["bad"]
    assert answer["damaged"]["bad"] in answer["says"]
    with pytest.raises(Problem, match="timbrel dataset remove bad"):
        sounds("bad")
    do("remove", "bad")
    assert do("list")["damaged"] == {}


def test_a_dataset_of_a_newer_timbrel_is_told_as_such(
    do: Do, three: None, folder: Path, home: Path
) -> None:
    do("add", folder, name="kit")
    page = home / "datasets" / "kit" / "dataset.json"
    page.write_text(page.read_text().replace('"edition": 1', '"edition": 2'))
    assert "newer Timbrel" in do("list")["damaged"]["kit"]


def test_a_disk_that_is_full_leaves_what_there_was(
    do: Do, sounds: Any, three: None, put: Any, folder: Path, home: Path, full_disk: Any
) -> None:
    do("add", folder / "inner", name="kit", copy=True)
    do("add", folder, name="warm")  # so that only the writing of the copies is left
    with full_disk(2000):
        with pytest.raises(Problem, match="could not be written") as caught:
            do("add", folder, name="new", copy=True)
        with pytest.raises(Problem, match="could not be written"):
            do("extend", "kit", folder)
    assert caught.value.kind == "unavailable"
    assert [made["name"] for made in do("list")["datasets"]] == ["kit", "warm"]
    assert names(sounds("kit")) == ["b.wav"]
    assert not list(home.rglob(".tmp-*"))


def test_a_file_that_changes_while_it_is_copied_is_left_out(
    three: None, folder: Path, library: Kernel, home: Path
) -> None:
    from timbrel_corpus.intake import copied, taken_in

    intake = taken_in(library, folder, Job("add"))
    (folder / "a.wav").write_bytes(b"RIFF and now this")
    own = home / "own"
    left = copied(intake, own, library.places)
    assert left.left_out == {"a.wav": "it changed while it was copied"}
    assert len(left.entries) == len(files(own)) == 2


def test_a_stop_leaves_no_dataset(library: Kernel, do: Do, three: None, folder: Path) -> None:
    class Hasty:
        from timbrel import hookimpl

        @hookimpl
        def job_changed(self, job: Job) -> None:
            job.stop()

    library.host.add(Hasty(), "hasty")
    with pytest.raises(Problem, match="Stopped"):
        do("add", folder, name="kit")
    assert do("list")["datasets"] == []


def test_a_name_is_known_as_a_dataset_and_a_path_as_a_folder(
    do: Do, library: Kernel, three: None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    do("add", folder, name="inner")
    monkeypatch.chdir(folder)

    def knowers(place: str) -> list[str]:
        table = library.host.table(offers.Collector)
        return [name for name, one in table.items() if one.knows(place, library.places)]

    assert knowers("inner") == ["dataset", "folder"]  # asked in this order
    assert knowers("./inner") == ["folder"]
    assert knowers(str(folder)) == ["folder"]
    assert knowers("a.wav") == ["folder"]
    for nothing in ("nope", "", "..", "a\0b", "x" * 5000, "kit\n"):
        assert "dataset" not in knowers(nothing)


@pytest.mark.skipif(os.name != "posix", reason="Names here are text")
@pytest.mark.parametrize("copy", [False, True])
def test_a_name_that_is_no_utf8_is_kept_byte_for_byte(
    do: Do, sounds: Any, put: Any, folder: Path, copy: bool
) -> None:
    path = put("a.wav")
    try:
        os.rename(path, os.fsencode(folder) + b"/\xff\xe9.wav")
    except OSError:
        pytest.skip("This file system takes no such name")
    assert do("add", folder, name="kit", copy=copy)["files"] == ["\\xff\\xe9.wav"]
    assert sounds("kit").clips[0].read().seconds == pytest.approx(0.5)
