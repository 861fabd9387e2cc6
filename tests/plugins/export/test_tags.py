"""The tags say what people want to know, and hold the whole recipe, in each format's own way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugins.export.sounds import EXPORTERS, TABLE, exported, probed, sine, take

from timbrel_export import tags

if TYPE_CHECKING:
    from pathlib import Path

FACTS: dict[str, Any] = {
    "made": "generate",
    "timbrel": "0.1.0",
    "preset": "wärmer",
    "values": {"brightness": 0.5, "space": -0.25},
    "provenance": {"runs": [{"source": f"näme {n}.flac", "at": n / 7} for n in range(3000)]},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("name", TABLE)
def test_the_recipe_is_read_back_from_the_file_alone(tmp_path: Path, name: str) -> None:
    made = take(sine(440), **FACTS)
    exported(made, tmp_path / f"a.{name}")
    assert EXPORTERS[name].recipe(tmp_path / f"a.{name}") == made.recipe
    assert made.recipe["quality"]["sound"]


@pytest.mark.parametrize("name", TABLE)
def test_ffprobe_shows_them(tmp_path: Path, name: str) -> None:
    made = take(sine(440), **FACTS)
    exported(made, tmp_path / f"a.{name}")
    told = probed(tmp_path / f"a.{name}")["tags"]
    assert told["title"] == "bell, wärmer, seed 3"
    assert told["artist"] == "Timbrel 0.1.0"
    assert told["timbrel_model"] == "bell" and told["timbrel_preset"] == "wärmer"
    assert told["timbrel_seed"] == "3" and told["timbrel_version"] == "0.1.0"
    assert told["timbrel_knobs"] == "brightness 0.5, space -0.25"
    assert "brightness 0.5" in told["comment"]
    assert json.loads(told["timbrel_recipe"]) == made.recipe


@pytest.mark.parametrize("name", TABLE)
def test_a_recipe_too_long_for_the_tags_points_to_the_file_beside_it(
    tmp_path: Path, name: str
) -> None:
    long = take(sine(440), made="generate", story="x" * 9_000_000)
    exported(long, tmp_path / f"a.{name}")
    path = tmp_path / f"a.{name}"
    assert EXPORTERS[name].recipe(path) is None
    assert "beside" in tags.read(path)[tags.RECIPE]
    assert path.stat().st_size < 1_000_000


@settings(max_examples=15, deadline=None)
@given(facts=st.dictionaries(st.text(max_size=9), JSON), name=st.sampled_from(["wav", "flac"]))
def test_whatever_a_recipe_holds_comes_back(
    tmp_path_factory: pytest.TempPathFactory, facts: dict[str, Any], name: str
) -> None:
    path = tmp_path_factory.mktemp("tags") / f"a.{name}"
    facts = {"made": "", "model": "a", "values": {}, "seed": 0, "provenance": {}} | {
        f"own {key}": value for key, value in facts.items()
    }
    made = take(sine(440, 100), **facts)
    exported(made, path)
    assert EXPORTERS[name].recipe(path) == made.recipe


def test_a_name_that_is_no_text_is_escaped(tmp_path: Path) -> None:
    made = take(sine(440, 100), preset="caf\udce9.wav", source="/a/caf\udce9.wav")
    for name in ("wav", "ogg"):
        exported(made, tmp_path / f"a.{name}")
        found = tags.recipe(tmp_path / f"a.{name}")
        assert found and found["source"] == "/a/caf\udce9.wav"
        assert "\\udce9" in tags.read(tmp_path / f"a.{name}")["title"]


@pytest.mark.parametrize("name", TABLE)
def test_what_was_not_made_by_timbrel_has_no_recipe(tmp_path: Path, name: str) -> None:
    import soundfile

    form, path = TABLE[name], tmp_path / f"a.{name}"
    subtype = form.subtypes[min(form.subtypes)]
    soundfile.write(path, sine(440), 48000, subtype, format=form.container)
    assert EXPORTERS[name].recipe(path) is None
    path.write_bytes(path.read_bytes()[:100])
    assert EXPORTERS[name].recipe(path) is None
    path.write_bytes(b"")
    assert EXPORTERS[name].recipe(path) is None
    assert EXPORTERS[name].recipe(tmp_path / f"none.{name}") is None


@pytest.mark.parametrize("text", ["[" * 100_000, "[]", "1", '{"made"', "\x00"])
def test_a_recipe_that_is_none_is_not_read(tmp_path: Path, text: str) -> None:
    from mutagen.flac import FLAC

    path = tmp_path / "a.flac"
    exported(take(sine(440)), path)
    file = FLAC(path)
    file[tags.RECIPE] = text
    file.save()
    assert tags.recipe(path) is None


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from([*TABLE]),
    spots=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=4),
    length=st.integers(0, 9000),
)
def test_a_damaged_file_has_a_recipe_or_none_and_is_no_error(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    spots: list[tuple[int, int]],
    length: int,
) -> None:
    path = tmp_path_factory.getbasetemp() / f"damaged.{name}"
    if not path.is_file():
        exported(take(sine(440, 2000)), path)
    whole = path.read_bytes()
    data = bytearray(whole[:length])
    for place, value in spots:
        if place < len(data):
            data[place] = value
    path.write_bytes(bytes(data))
    found = EXPORTERS[name].recipe(path)
    path.write_bytes(whole)
    assert found is None or "made" in found
