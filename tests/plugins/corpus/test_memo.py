"""A file that stayed as it was is not read again; one that did not, is."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

import pytest

from timbrel.places import Places
from timbrel_corpus.gate import Refused
from timbrel_corpus.memo import Memo

if TYPE_CHECKING:
    from pathlib import Path

SOUND = b"RIFF\x10\0\0\0WAVEsome"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.wav"
    made.write_bytes(SOUND)
    os.utime(made, (1e9, 1e9))
    return made


def memo(path: Path, place: str = "here") -> Memo:
    return Memo(path.parent / "seen", place, Places.writing)


def marked(path: Path) -> str:
    """A memo that claims another digest: who tells it has not read the file."""
    first = memo(path)
    first.look(path)
    first.keep()
    (page,) = (path.parent / "seen").iterdir()
    claim = "0" * 64
    page.write_text(page.read_text().replace(hashlib.sha256(SOUND).hexdigest(), claim))
    return claim


def test_what_stayed_as_it_was_is_taken_from_the_memo(path: Path) -> None:
    claim = marked(path)
    assert memo(path).look(path) == claim


def test_a_change_that_leaves_size_and_time_is_noticed(path: Path) -> None:
    marked(path)
    path.write_bytes(SOUND[::-1])
    os.utime(path, (1e9, 1e9))
    assert memo(path).look(path) == hashlib.sha256(SOUND[::-1]).hexdigest()


def test_another_file_of_that_name_is_noticed(path: Path) -> None:
    marked(path)
    other = path.with_name("other")
    other.write_bytes(SOUND[::-1])
    os.utime(other, (1e9, 1e9))
    other.replace(path)
    assert memo(path).look(path) == hashlib.sha256(SOUND[::-1]).hexdigest()


def test_a_file_written_just_now_is_not_remembered(path: Path) -> None:
    path.write_bytes(SOUND)
    first = memo(path)
    first.look(path)
    first.keep()
    assert not (path.parent / "seen").exists()


def test_what_is_not_looked_at_any_more_is_forgotten(path: Path) -> None:
    marked(path)
    other = path.with_name("b.wav")
    other.write_bytes(SOUND)
    os.utime(other, (1e9, 1e9))
    second = memo(path)
    second.look(other)
    second.keep()
    (page,) = (path.parent / "seen").iterdir()
    assert list(json.loads(page.read_text())) == [str(other)]


def test_each_place_has_a_memo_of_its_own(path: Path) -> None:
    claim = marked(path)
    assert memo(path, "there").look(path) != claim


@pytest.mark.parametrize("junk", ["", "[]", "{", '{"PATH": 1}', '{"PATH": [1, 2]}', "\0"])
def test_a_damaged_memo_is_passed_over(path: Path, junk: str) -> None:
    marked(path)
    (page,) = (path.parent / "seen").iterdir()
    page.write_text(junk.replace("PATH", str(path)))
    assert memo(path).look(path) == hashlib.sha256(SOUND).hexdigest()


def test_who_refuses_a_container_refuses_it_from_the_memo_too(path: Path) -> None:
    def never(container: str) -> None:
        raise Refused(f"no {container} today")

    marked(path)
    with pytest.raises(Refused, match="no WAV today"):
        memo(path).look(path, never)
    with pytest.raises(Refused, match="no WAV today"):
        memo(path, "there").look(path, never)


def test_a_file_that_went_away_is_refused_though_it_is_remembered(path: Path) -> None:
    marked(path)
    path.unlink()
    with pytest.raises(Refused, match="cannot be opened"):
        memo(path).look(path)
