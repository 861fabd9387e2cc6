"""The manifest of a model that is handed on, written here or by somebody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Card
from timbrel_library.foreign import KINDS, called, travelling
from timbrel_library.manifest import Manifest, Part, read
from timbrel_library.parcel import Refused, named

PART = Part("tone.json", 17, "0" * 64)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda some: st.lists(some) | st.dictionaries(st.text(), some),
    max_leaves=8,
)


def facts(**changes: Any) -> dict[str, Any]:
    whole = json.loads(Manifest(Card("bell", "tone"), [PART], {"a": 1.5}).written())
    return {**whole, **changes}


def card(**changes: Any) -> bytes:
    whole = facts()
    return json.dumps({**whole, "card": {**whole["card"], **changes}}).encode()


def test_what_was_written_is_read() -> None:
    found = read(Manifest(Card("bell", "tone", tags=["dry"]), [PART], {"a": 1.5}).written())
    assert found.card == Card("bell", "tone", tags=["dry"])
    assert (list(found.parts), found.holds) == ([PART], {"a": 1.5})


def test_neither_the_version_nor_the_digests_of_a_card_travel_twice() -> None:
    text = Manifest(Card("bell", "tone", version="abc", files={"x": "y"}), [PART], {}).written()
    assert not {"version", "files"} & set(json.loads(text)["card"])


def test_a_fact_that_a_newer_version_knows_is_left_out() -> None:
    assert read(card(mood="blue", version="../..")).card == Card("bell", "tone")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        *(("name", 7), ("name", None), ("family", "x" * 65), ("made", "a\x1b[2J"), ("made", 5)),
        *(("seconds", -1), ("seconds", "1"), ("seconds", True), ("sounds", 1.5), ("sounds", -1)),
        *(("settings", []), ("figures", None), ("knobs", "x"), ("tags", "x"), ("tags", [1])),
        *(("tags", ["x"] * 65), ("notes", "x" * 4001), ("licence", "\u202e"), ("credit", 1)),
        *(("settings", {"dataset": 1}), ("settings", {"dataset": {"clips": [1]}})),
        ("settings", {"dataset": {"clips": [{"name": "a", "digest": "b", "seconds": "c"}]}}),
    ],
)
def test_a_fact_that_could_not_be_true_is_refused(fact: str, value: Any) -> None:
    with pytest.raises(Refused, match="odd"):
        read(card(**{fact: value}))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_refused(number: str) -> None:
    text = card(figures={"mel": "HERE"}).replace(b'"HERE"', number.encode())
    with pytest.raises(Refused, match="cannot be read"):
        read(text)


@pytest.mark.parametrize("holds", [None, [], {"a": "b"}, {"a": -1}, {"a": None}])
def test_what_it_holds_must_be_said(holds: Any) -> None:
    with pytest.raises(Refused, match="which recordings"):
        read(json.dumps(facts(holds=holds)).encode())


@given(st.sampled_from(["format", "edition", "card", "parts", "holds"]), JSON)
def test_anything_in_place_of_a_fact_is_read_or_refused(fact: str, value: Any) -> None:
    try:
        read(json.dumps(facts(**{fact: value})).encode())
    except Refused:
        return
    assert fact in {"holds", "card"} or value == facts()[fact]


@given(st.sampled_from(sorted(KINDS)), JSON)
def test_anything_in_place_of_a_fact_of_the_card_is_read_or_refused(fact: str, value: Any) -> None:
    try:
        found = read(card(**{fact: value})).card
    except Refused:
        return
    assert isinstance(found.name, str) and isinstance(found.settings, dict)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(text: bytes) -> None:
    with pytest.raises(Refused):
        read(text)


@pytest.mark.parametrize("name", ["a.json", "grains-1.flac", "model.safetensors", "A_b-1.2.json"])
def test_plain_names_are_plain(name: str) -> None:
    assert named(name) == name


@given(st.text())
def test_a_plain_name_is_one_file_in_the_folder(name: str) -> None:
    try:
        named(name)
    except Refused:
        return
    assert name.isascii() and not set(name) & set('/\\:*?"<>|') and not name.startswith(".")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        *(("/home/ada/gongs", "gongs"), ("/home/ada/gongs/", "gongs"), ("gongs", "gongs")),
        *(("C:\\Ada\\gongs", "gongs"), ("", ""), (None, "")),
    ],
)
def test_of_the_place_of_the_recordings_its_name_is_left(place: Any, name: str) -> None:
    assert called({"place": place}) == name
    bare = travelling(Card("bell", "tone", settings={"dataset": {"place": place}}))
    assert bare.settings["dataset"] == {"place": "", "name": name, "clips": []}
    assert travelling(bare) == bare
