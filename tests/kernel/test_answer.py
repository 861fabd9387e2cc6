"""What a surface may hand to an action, and what it passes on of the answer."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from timbrel import Kernel, offers

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.integers() | st.text(), inner),
)


@given(VALUES)
def test_whatever_is_answered_is_json_that_every_reader_reads(value: Any) -> None:
    json.dumps(offers.plain(value), allow_nan=False)


def test_a_number_that_is_not_finite_is_null() -> None:
    assert offers.plain({"a": [math.nan, math.inf, 1.5]}) == {"a": [None, None, 1.5]}


def test_text_that_is_no_path_passes_as_it_is(kernel: Kernel) -> None:
    assert offers.held(kernel, "tabla") == "tabla"


def test_text_that_leads_out_of_the_open_folders_is_held_back(
    kernel: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    monkeypatch.chdir(tmp_path)
    for text in (str(sounds), "sounds", "./sounds", "../sounds", "/etc", "~", "a/b"):
        found = offers.held(kernel, text)
        assert found is None or str(found).startswith(str(kernel.places.home)), text
    kernel.settings["roots"] = [str(sounds)]
    assert offers.held(kernel, str(sounds)) == str(sounds)


def test_a_path_is_held_back_whether_it_is_there_or_not(kernel: Kernel, tmp_path: Path) -> None:
    assert offers.held(kernel, tmp_path / "gone.wav") is None
    assert offers.held(kernel, kernel.places.home / "a.wav") == kernel.places.home / "a.wav"


def test_a_name_longer_than_a_files_is_held_back(bare: Kernel) -> None:
    assert offers.held(bare, "x" * 900) is None
