"""A model handed on as one file is the same model elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.plugins.library.parcels import Parcel, act, held

from timbrel import Card, Kernel, Problem, start
from timbrel_library.exchange import held as told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DATASET = {
    "digest": "d1",
    "place": "/home/ada/secret/gongs",
    "clips": [
        {"name": "a.wav", "digest": "x", "seconds": 1.0, "channels": 1, "place": "/home/ada"}
    ],
}
KNOB = {
    "inner": [0.5, 1.0, 2.0],
    "knots": [-1.0, 0.0, 1.0],
    "pieces": [[0, 0, 0.4, 0.5], [0, 0, 1.1, 0.9]],
    "inert": "",
    "travel": 2.0,
    "correlation": 1.0,
    "worst": 1.0,
    "safe": [-1.0, 1.0],
    "leak": {},
}
FACTS: dict[str, Any] = {
    "made": "2026-08-20T10:11:12+00:00",
    "settings": {"minutes": 1.5, "dataset": DATASET},
    "figures": {"validation": 1.25, "curve": [1, None, float("nan")]},
    "knobs": {"knobs": {"knobs": {"pitch": KNOB}}},
    "tags": ["dry", "été"],
    "notes": "two\nlines",
    "licence": "CC-BY-4.0",
    "credit": "Ada",
}


@pytest.fixture
def other(tmp_path: Path, trained: Kernel) -> Kernel:
    """Another machine with the same plugins."""
    made = start(home=tmp_path / "elsewhere")
    plugin = trained.host.manager.get_plugin("tone")
    made.host.add(plugin, "tone")
    return made


@pytest.fixture
def gong(trained: Kernel, tone: Callable[..., Card], tmp_path: Path) -> Path:
    """A file of a model of which much is known."""
    tone(trained, "gong", 220.0, **FACTS)
    return tmp_path / act(trained, "models_export", "gong", tmp_path / "gong")["path"]


def samples(kernel: Kernel, name: str) -> np.ndarray:
    kernel.session.load(name)
    assert kernel.session.move({"level": 0.5, "pitch": -0.5})["pitch"] == -0.5
    return kernel.session.make(0.25, seed=7).audio().samples


def test_it_sounds_the_same_elsewhere_its_knobs_as_they_were_measured(
    trained: Kernel, other: Kernel, gong: Path
) -> None:
    assert act(other, "models_import", gong)["model"] == "gong"
    assert np.array_equal(samples(other, "gong"), samples(trained, "gong"))


def test_what_is_known_of_it_travels_along_but_not_where_the_recordings_lie(
    trained: Kernel, other: Kernel, gong: Path
) -> None:
    act(other, "models_import", gong)
    old, new = trained.registry.card("gong"), other.registry.card("gong")
    bare = {**DATASET, "name": "gongs", "place": ""}
    bare["clips"] = [{**DATASET["clips"][0], "place": ""}]  # type: ignore[index]
    settings = {"minutes": 1.5, "dataset": bare}
    figures = {"validation": 1.25, "curve": [1, None, None]}
    assert new == replace(old, settings=settings, figures=figures, version=new.version)
    assert list(new.knobs) == ["knobs"] and new.licence == "CC-BY-4.0"
    assert b"ada/secret" not in gong.read_bytes()
    assert act(other, "models_list", dataset="gongs")["models"][0]["name"] == "gong"


def test_the_same_model_gives_the_same_file_and_so_does_its_copy(
    trained: Kernel, other: Kernel, gong: Path, tmp_path: Path
) -> None:
    again = act(trained, "models_export", "gong", tmp_path / "again.timbrel")["path"]
    act(other, "models_import", gong)
    copy = act(other, "models_export", "gong", tmp_path / "copy.timbrel")["path"]
    assert gong.read_bytes() == (tmp_path / again).read_bytes() == (tmp_path / copy).read_bytes()


def test_a_model_of_a_name_that_is_taken_gets_a_number(trained: Kernel, gong: Path) -> None:
    names = [act(trained, "models_import", gong)["model"] for _ in range(2)]
    assert names == ["gong-2", "gong-3"]
    assert trained.registry.card("gong-3").name == "gong-3"


def test_a_name_that_was_asked_for_is_given_or_not_at_all(trained: Kernel, gong: Path) -> None:
    assert act(trained, "models_import", gong, name="deep gong")["model"] == "deep gong"
    before = held(trained)
    with pytest.raises(Problem, match="There is a model 'bell' already"):
        act(trained, "models_import", gong, name="bell")
    with pytest.raises(Problem, match="will not do as a name"):
        act(trained, "models_import", gong, name="../gong")
    assert held(trained) == before


def test_a_long_name_that_is_taken_can_still_get_a_number(
    trained: Kernel, tone: Callable[..., Card], tmp_path: Path
) -> None:
    tone(trained, "g" * 64)
    path = act(trained, "models_export", "g" * 64, tmp_path)["path"]
    assert act(trained, "models_import", tmp_path / path)["model"] == "g" * 60 + "-2"


def test_the_answer_says_who_is_to_be_named_and_what_may_be_done(
    trained: Kernel, gong: Path
) -> None:
    exported = act(trained, "models_export", "gong", gong)
    imported = act(trained, "models_import", gong)
    for answer in (exported, imported):
        assert answer["licence"] == "CC-BY-4.0" and answer["credit"] == "Ada"
        assert "Licence: CC-BY-4.0\nCredit: Ada" in answer["says"]
        assert "holds no pieces of recordings" in answer["says"] and answer["holds"] == {}
    assert exported["warnings"] == []
    assert json.loads(json.dumps([exported, imported])) == [exported, imported]


def test_the_pieces_that_it_holds_are_told_longest_first() -> None:
    assert told({"a": 1.0}) == "It holds pieces of 1 recording, 1.0 s in all: a (1.0 s)."
    many = {"a": 1.0, "b": 70.0, "c": 2.0, "d": 3.0, "e": 0.5}
    said = (
        "It holds pieces of 5 recordings, 1:16 in all: b (1:10), d (3.0 s), c (2.0 s) and 2 more."
    )
    assert told(many) == said


def test_without_a_name_the_file_is_a_new_one_and_a_folder_gets_a_new_one(
    trained: Kernel, tmp_path: Path
) -> None:
    first, second = (act(trained, "models_export", "bell")["path"] for _ in range(2))
    assert first != second and first.endswith("bell.timbrel") and second.endswith("bell-2.timbrel")
    (tmp_path / "out").mkdir()
    path = act(trained, "models_export", "bell", tmp_path / "out")["path"]
    assert path == str(tmp_path / "out" / "bell.timbrel")


def test_a_file_that_is_named_is_written_anew(
    trained: Kernel, tone: Callable[..., Card], gong: Path
) -> None:
    act(trained, "models_export", "bell", gong)
    assert Parcel.of(gong).manifest["card"]["name"] == "bell"


def test_a_full_disk_keeps_the_old_file(
    trained: Kernel, tone: Callable[..., Card], gong: Path, full_disk: Callable[[int], Any]
) -> None:
    before = gong.read_bytes()
    tone(trained, "loud", notes="x" * 4000)
    with full_disk(3000), pytest.raises(Problem, match="could not be written") as full:
        act(trained, "models_export", "loud", gong)
    assert full.value.kind == "unavailable"
    assert gong.read_bytes() == before
    assert not list(gong.parent.glob(".tmp-*"))


def test_a_full_disk_takes_in_no_half_of_a_model(
    trained: Kernel, gong: Path, full_disk: Callable[[int], Any]
) -> None:
    before = held(trained)
    with full_disk(10), pytest.raises(Problem, match="could not be written"):
        act(trained, "models_import", gong)
    assert held(trained) == before


def test_a_damaged_model_is_not_handed_on(trained: Kernel, gong: Path, tmp_path: Path) -> None:
    card = trained.registry.card("gong")
    part = trained.places.models / "gong" / card.version / "tone.json"
    trained.registry.open("gong")
    part.write_text('{"hertz": 221.0}')
    with pytest.raises(Problem, match=r"'gong' cannot be exported: its tone\.json is damaged"):
        act(trained, "models_export", "gong", tmp_path / "new.timbrel")
    assert not (tmp_path / "new.timbrel").exists()


def test_a_model_with_files_that_could_do_harm_is_not_handed_on(
    trained: Kernel, tmp_path: Path
) -> None:
    draft = trained.registry.draft()
    (draft / "tone.json").write_text('{"hertz": 1}')
    (draft / "tone.pkl").write_text("")
    trained.registry.add(Card("odd", "tone"), draft)
    with pytest.raises(Problem, match=r"cannot be exported: it holds 'tone\.pkl'"):
        act(trained, "models_export", "odd", tmp_path)


def test_what_is_not_there_is_missing(trained: Kernel, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="No model is called 'gone'") as missing:
        act(trained, "models_export", "gone", tmp_path)
    assert missing.value.kind == "missing"
    with pytest.raises(Problem, match="There is no file") as missing:
        act(trained, "models_import", tmp_path / "gone.timbrel")
    assert missing.value.kind == "missing"


def test_a_family_that_is_not_installed_is_named(
    trained: Kernel, gong: Path, tmp_path: Path
) -> None:
    parcel = Parcel.of(gong)
    parcel.manifest["card"]["family"] = "spectral"
    before = held(trained)
    with pytest.raises(Problem, match="'spectral', which is not known here") as absent:
        act(trained, "models_import", parcel.write(tmp_path / "odd.timbrel"))
    assert absent.value.kind == "unavailable" and "Install the plugin" in absent.value.mend
    assert held(trained) == before
