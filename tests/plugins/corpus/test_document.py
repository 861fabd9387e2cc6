"""A dataset is written down and read again, whatever its files are called."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel_corpus.document import Document
from timbrel_corpus.entry import OWN, Entry
from timbrel_corpus.intake import apart
from timbrel_corpus.naming import displayed
from timbrel_corpus.spelling import spelt, unspelt

FACTS = {"shape": [48000, 1], "rate": 44100}
PART = st.binary(min_size=1, max_size=30).filter(
    lambda raw: not set(raw) & {0, 47} and raw not in {b".", b".."}
)
PATHS = st.lists(PART, min_size=1, max_size=4).map(
    lambda parts: Path(os.fsdecode(b"/".join(parts)))
)


def entry(path: Path, name: str = "", folder: int = 0) -> Entry:
    return Entry(name or displayed(path), path, folder, 5, "a" * 64, FACTS)


@given(PATHS)
def test_any_path_is_spelt_in_ascii_json_and_read_again_byte_for_byte(path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no bytes that are no text in its paths")
    written = json.dumps(spelt(path))
    assert written.isascii()
    assert os.fsencode(unspelt(json.loads(written))) == os.fsencode(path)


def test_a_name_in_utf8_can_be_read_in_the_file() -> None:
    assert spelt(Path("Gendèr gong.wav")) == "Gendèr gong.wav"


@given(st.lists(PATHS, unique_by=displayed, max_size=5), st.booleans(), st.text(max_size=20))
def test_a_document_is_the_same_after_it_was_written(
    paths: list[Path], copied: bool, word: str
) -> None:
    entries = tuple(entry(path, folder=OWN if copied else 0) for path in paths)
    made = Document("2026", copied, (Path("/a"),), entries, {"x": "why"}, {"y": displayed(word)})
    assert Document.from_json(json.loads(json.dumps(made.as_json()))) == made


def told(**changes: Any) -> dict[str, Any]:
    facts = Document("2026", False, (Path("/a"),), (entry(Path("a.wav")),)).as_json()
    file = facts["files"][0]
    file.update({key: value for key, value in changes.items() if key in file})
    facts.update({key: value for key, value in changes.items() if key in facts})
    return facts


@pytest.mark.parametrize(
    "change",
    [
        {"path": "../a.wav"},
        {"path": "/etc/passwd"},
        {"path": "b/../../a.wav"},
        {"path": ""},
        {"path": "a\0b"},
        {"path": {"base64": "%"}},
        {"path": 5},
        {"sha256": "../../x"},
        {"sha256": 5},
        {"folder": 1},
        {"folder": -2},
        {"name": None},
        {"facts": []},
        {"facts": {}},
        {"facts": {"shape": ["x"]}},
        {"size": "much"},
        {"folders": None},
        {"folders": [7]},
        {"files": None},
        {"files": [{}]},
        {"left_out": []},
        {"edition": "one"},
    ],
)
def test_what_is_no_dataset_or_leads_out_of_it_is_not_taken(change: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        Document.from_json(told(**change))


@given(st.lists(st.sampled_from("abc"), max_size=6), st.sets(st.sampled_from(["a", "b", "a (2)"])))
def test_names_that_come_together_are_told_apart(names: list[str], there: set[str]) -> None:
    coming = [entry(Path(name), name) for name in names]
    given = [one.name for one in apart(coming, there)]
    assert len({*given, *there}) == len(given) + len(there)
    assert all(new.startswith(old) for new, old in zip(given, names, strict=True))
