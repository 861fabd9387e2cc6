"""What was decoded once is kept, by content, and made anew where it was damaged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel import Problem

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cache(home: Path) -> Path:
    return home / "cache" / "audio"


def stamps(cache: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}


def test_a_second_collection_decodes_nothing(
    collect: Any, put: Any, folder: Path, cache: Path
) -> None:
    put("a.wav")
    (folder / "b.wav").write_bytes(b"RIFF\x10\0\0\0WAVEjunk")
    first = collect()
    before = stamps(cache)
    assert len(before) == 3  # a sound and its facts, and that the other is of no use
    second = collect()
    assert stamps(cache) == before
    assert second.left_out == first.left_out
    assert (second.clips[0].read().samples == first.clips[0].read().samples).all()


def test_a_sound_is_known_again_under_another_name(
    collect: Any, put: Any, folder: Path, cache: Path
) -> None:
    path = put("a.wav")
    digest = collect().clips[0].digest
    before = stamps(cache)
    path.rename(folder / "b.wav")
    (clip,) = collect().clips
    assert (clip.name, clip.digest) == ("b.wav", digest)
    assert stamps(cache) == before


def test_a_file_that_changed_is_decoded_anew(collect: Any, put: Any) -> None:
    put("a.wav", level=0.5)
    collect()
    put("a.wav", level=0.25)
    assert np.abs(collect().clips[0].read().samples).max() == pytest.approx(0.25, abs=1e-3)


@pytest.mark.parametrize("damage", ["cut", "gone", "facts", "older"])
def test_a_damaged_entry_is_noticed_and_made_again(
    collect: Any, put: Any, cache: Path, damage: str
) -> None:
    put("a.wav")
    ideal = collect().clips[0].read().samples
    sound, facts = next(cache.glob("*.npy")), next(cache.glob("*.json"))
    if damage == "cut":
        sound.write_bytes(sound.read_bytes()[:-100])
    elif damage == "gone":
        sound.unlink()
    elif damage == "facts":
        facts.write_text('{"shape": [1')
    else:
        facts.write_text(json.dumps({**json.loads(facts.read_text()), "made": 0}))
    (clip,) = collect().clips
    assert (np.load(sound)[:, 0] == ideal[0]).all()
    assert json.loads(facts.read_text())["made"] > 0
    assert (clip.read().samples == ideal).all()


def test_a_clip_is_read_even_if_the_cache_was_emptied_meanwhile(
    collect: Any, put: Any, cache: Path
) -> None:
    path = put("a.wav")
    (clip,) = collect().clips
    ideal = clip.read().samples
    for kept in cache.iterdir():
        kept.unlink()
    assert (clip.read().samples == ideal).all()
    for kept in cache.iterdir():
        kept.unlink()
    path.unlink()
    with pytest.raises(Problem, match=r"a\.wav: it cannot be opened"):
        clip.read()
    assert not list(cache.iterdir())  # where a file lies says nothing of what it holds


def test_the_facts_of_a_sound_are_kept_beside_it(collect: Any, put: Any, cache: Path) -> None:
    put("a.wav", rate=44100, level=0.5, channels=2)
    collect()
    facts = json.loads(next(cache.glob("*.json")).read_text())
    assert (facts["container"], facts["rate"], facts["channels"]) == ("WAV", 44100, 2)
    assert facts["peak_db"] == pytest.approx(-6.02, abs=0.01)
    assert facts["rms_db"] == pytest.approx(-9.46, abs=0.05)
    assert facts["clipped"] == 0
    assert abs(facts["dc"]) < 1e-3
    assert facts["silent"] is False


def test_a_full_disk_is_a_problem_and_leaves_no_stump(
    collect: Any, put: Any, cache: Path, full_disk: Any
) -> None:
    put("a.wav", seconds=2.0)
    with full_disk(100_000), pytest.raises(Problem, match="could not be written") as caught:
        collect()
    assert caught.value.kind == "unavailable"
    assert not list(cache.iterdir())


def test_what_is_handed_out_can_be_changed_without_harm(collect: Any, put: Any) -> None:
    put("a.wav")
    (clip,) = collect().clips
    sound = clip.read().samples
    sound[:] = 0
    assert clip.read().samples.any()
