"""Near-duplicates are told by ear, and by name only where the ear does not object."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel import Audio
from timbrel_datasets.alike import pairs, stem
from timbrel_datasets.dsp_near import distances
from timbrel_datasets.dsp_portrait import measured

if TYPE_CHECKING:
    from timbrel_datasets.portrait import Portrait


@pytest.fixture
def kit(struck: Any) -> dict[str, Portrait]:
    pitches = (120.0, 400.0, 1200.0, 4000.0, 9000.0)
    return {f"{hertz:.0f}.wav": measured(struck(hertz)) for hertz in pitches}


def roughened(audio: Audio, amount: float) -> Audio:
    noise = np.random.default_rng(0).normal(0, amount, audio.samples.shape)
    return Audio((audio.samples + noise).astype(np.float32), audio.rate)


def test_sounds_that_differ_are_no_pairs(kit: dict[str, Portrait]) -> None:
    assert pairs(kit) == []


def test_the_same_sound_under_another_name_is_found(kit: dict[str, Portrait], struck: Any) -> None:
    kit["other.mp3"] = measured(roughened(struck(1200.0), 1e-5))
    (pair,) = pairs(kit)
    assert (pair.first, pair.second) == ("1200.wav", "other.mp3")
    assert pair.why == "they sound the same"


def test_a_name_of_a_copy_adds_to_what_is_heard(kit: dict[str, Portrait], struck: Any) -> None:
    kit["1200 (1).wav"] = measured(roughened(struck(1200.0), 1e-5))
    (pair,) = pairs(kit)
    assert pair.why == "they sound the same, and their names are those of copies"


def test_a_name_of_a_copy_alone_makes_no_pair(kit: dict[str, Portrait], struck: Any) -> None:
    kit["120 (1).wav"] = measured(struck(3000.0, (0.0, 0.2, 0.4)))
    assert pairs(kit) == []


def near(one: Portrait, distance: float) -> Portrait:
    return replace(one, shape=(one.shape[0] + distance, *one.shape[1:]))


def test_sounds_that_are_all_near_to_each_other_are_no_copies(struck: Any) -> None:
    """As the strokes of one drum are: only one much nearer than they are is."""
    drum = {f"{i}.wav": near(measured(struck()), 0.06 * i) for i in range(9)}
    assert pairs(drum) == []
    drum["again.wav"] = near(drum["4.wav"], 0.005)
    assert [(pair.first, pair.second) for pair in pairs(drum)] == [("4.wav", "again.wav")]


def test_sounds_that_are_only_alike_are_a_pair_by_their_names_alone(
    kit: dict[str, Portrait],
) -> None:
    kit["other.wav"] = near(kit["1200.wav"], 0.3)
    assert pairs(kit) == []
    kit["1200 copy.wav"] = kit.pop("other.wav")
    (pair,) = pairs(kit)
    assert pair.why == "they sound alike, and their names are those of copies"


@pytest.mark.parametrize("count", [0, 1])
def test_one_sound_has_no_twin(kit: dict[str, Portrait], count: int) -> None:
    assert pairs(dict(list(kit.items())[:count])) == []


def test_two_equal_sounds_are_a_pair_though_there_is_no_third(struck: Any) -> None:
    same = measured(struck())
    assert len(pairs({"a.wav": same, "b.wav": same})) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("kick.wav", "kick.mp3"),
        ("kick.wav", "Kick (1).wav"),
        ("kick.wav", "kick copy.wav"),
        ("kick.wav", "kick - Copy (2).wav"),
        ("kick.wav", "kick_copy 2.flac"),
        ("kit/kick.wav", "kit/kick Kopie.wav"),
    ],
)
def test_names_of_copies(first: str, second: str) -> None:
    assert stem(first) == stem(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("kick_1.wav", "kick_2.wav"),
        ("kick 1.wav", "kick 2.wav"),
        ("soft/kick.wav", "loud/kick.wav"),
        ("a.b.wav", "a.c.wav"),
        ("copy.wav", "kick.wav"),
        (".wav", ".mp3"),
    ],
)
def test_names_of_takes_are_not_those_of_copies(first: str, second: str) -> None:
    assert stem(first) != stem(second)


def test_distances_are_those_of_geometry() -> None:
    points = np.random.default_rng(0).normal(0, 3, (20, 7))
    apart = distances(points.tolist())
    direct = np.linalg.norm(points[:, None] - points, axis=2)
    np.fill_diagonal(direct, np.inf)
    assert np.allclose(apart, direct)
