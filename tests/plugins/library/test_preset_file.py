from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Problem
from timbrel_library.preset import checked

if TYPE_CHECKING:
    from collections.abc import Callable

    Act = Callable[..., dict[str, Any]]

FACTS = {"model": "bell", "values": {"level": 0.5}}
FILE = {"timbrel": "0.1.0", "kind": "preset", "format": 1, "name": "a", "preset": FACTS}


def test_a_preset_goes_out_and_comes_in_as_it_was(act: Act, tmp_path: Path) -> None:
    out = act("presets_save", "a", model="bell", seed=3, space="twice", where=["left=0.1"])
    path = tmp_path / "a.json"
    act("presets_export", "a", path)
    act("presets_import", path, name="b")
    assert act("presets_show", "b")["preset"] == out["preset"]


def test_an_export_writes_over_nothing_unless_told(act: Act, tmp_path: Path) -> None:
    act("presets_save", "a", model="bell")
    path = tmp_path / "a.json"
    path.write_text("mine")
    with pytest.raises(Problem, match="there already"):
        act("presets_export", "a", path)
    assert path.read_text() == "mine"
    act("presets_export", "a", path, replace=True)
    assert json.loads(path.read_text())["name"] == "a"


def test_an_export_without_a_file_finds_a_new_one(act: Act) -> None:
    act("presets_save", "a", model="bell")
    paths = [act("presets_export", "a")["path"] for _ in range(2)]
    assert len(set(paths)) == 2
    for path in paths:
        act("presets_import", Path(path), replace=True)


def test_an_import_takes_no_name_that_is_taken(act: Act, tmp_path: Path) -> None:
    act("presets_save", "a", model="bell", set_=["level=0.1"])
    path = tmp_path / "a.json"
    path.write_text(json.dumps(FILE))
    with pytest.raises(Problem, match="already"):
        act("presets_import", path)
    assert act("presets_show", "a")["preset"]["values"]["level"] == 0.1


def test_a_preset_of_a_model_that_is_not_here_is_taken_in_and_says_so(
    act: Act, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({**FILE, "preset": {**FACTS, "model": "bell+drum"}}))
    assert act("presets_import", path)["notes"] == [
        "There is no model 'drum' here: it cannot be recalled yet."
    ]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b'{"kind": "preset"',
        b"[" * 100_000,
        b" " * 2**20 + b"{}",
        json.dumps({**FILE, "kind": "model"}).encode(),
        json.dumps({**FILE, "format": 2}).encode(),
        json.dumps({**FILE, "preset": None}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "model": ""}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "model": "a\nb"}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "values": {"level": "1"}}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "values": {"level": float("nan")}}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "values": {"level": 1e308}}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "values": {"level": 10**400}}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "values": {"level": True}}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "values": []}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "seed": 3}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "seed": {"policy": "locked"}}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "seed": {"policy": "dice", "x": 1}}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "space": 7}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "motion": [1]}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "controllers": {"a": "\x1b[2J"}}}).encode(),
        json.dumps({**FILE, "preset": {**FACTS, "other": 1}}).encode(),
        json.dumps({**FILE, "name": "../x"}).encode(),
        json.dumps({**FILE, "name": None}).encode(),
    ],
)
def test_a_file_that_is_no_preset_is_refused_with_a_sentence(
    act: Act, tmp_path: Path, text: bytes
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(text)
    with pytest.raises(Problem):
        act("presets_import", path)
    assert act("presets_list")["presets"] == []


def test_a_file_that_is_not_there_or_a_folder_is_a_sentence(act: Act, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(Problem, match="no file") as caught:
            act("presets_import", path)
        assert caught.value.kind == "missing"


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "model": JSON | st.just("bell"),
            "values": JSON | st.dictionaries(st.text(max_size=4), st.floats()),
            "seed": JSON | st.fixed_dictionaries({"policy": st.just("locked"), "seed": JSON}),
            "motion": JSON,
            "space": JSON,
            "where": JSON,
            "controllers": JSON,
        },
    )
)
def test_whatever_is_taken_for_a_preset_is_json_and_stays_the_same(facts: dict[str, Any]) -> None:
    try:
        fine = checked(facts, "It")
    except Problem as problem:
        assert "no preset" in problem.what
        problem.what.encode()
    else:
        assert checked(json.loads(json.dumps(fine, allow_nan=False)), "It") == fine
