"""What gets to a terminal, and what into JSON."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from timbrel import offers
from timbrel_cli.voice import shown

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
    max_leaves=10,
)


@given(st.text(st.characters(exclude_categories=())))
def test_no_control_character_is_shown(text: str) -> None:
    left = {c for c in shown(text) if unicodedata.category(c) in {"Cc", "Cf", "Cs"}}
    assert left <= set("\n\t\u200c\u200d")


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_text_without_tricks_is_shown_as_it_is(text: str) -> None:
    assert shown(text) == text


@given(anything)
def test_every_answer_becomes_strict_json(value: object) -> None:
    text = json.dumps(offers.plain(value), allow_nan=False)
    assert text.isascii()
    json.loads(text)


def test_what_is_no_json_type_becomes_text() -> None:
    assert offers.plain({"path": Path("a/b"), 3: {1.5}, "bad": float("inf")}) == {
        "path": "a/b",
        "3": [1.5],
        "bad": None,
    }
