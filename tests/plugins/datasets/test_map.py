"""The map keeps neighbours, is the same each time, and works for any number of sounds."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.image import imread

from timbrel_datasets.dsp_chart import chart, label
from timbrel_datasets.dsp_map import laid_out
from timbrel_datasets.dsp_portrait import measured
from timbrel_datasets.map import mapped

if TYPE_CHECKING:
    from timbrel import Kernel
    from timbrel_datasets.portrait import Portrait


def roll(count: int) -> np.ndarray:
    """A band rolled up in three dimensions, on which nearness goes along the band."""
    rng = np.random.default_rng(0)
    turn = np.sort(rng.uniform(4, 14, count))
    return np.stack([turn * np.cos(turn), rng.uniform(0, 10, count), turn * np.sin(turn)], axis=1)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 7, 30])
def test_any_number_of_sounds_has_its_places(count: int) -> None:
    layout = laid_out(roll(count).tolist())
    assert layout.points.shape == (count, 2)
    assert np.isfinite(layout.points).all() and np.abs(layout.points).max() <= 1 + 1e-9
    assert 0 <= layout.trust <= 1
    assert layout.trust == max(layout.tried.values()) == layout.tried[layout.method]
    if count > 1:
        assert len({tuple(point) for point in layout.points.round(6)}) == count


def test_the_best_of_several_ways_is_taken_and_a_roll_is_unrolled() -> None:
    layout = laid_out(roll(120).tolist())
    assert set(layout.tried) == {"PCA", "t-SNE", "Isomap", "spectral"}
    assert layout.method != "PCA"
    assert layout.trust > layout.tried["PCA"] + 0.01


def test_groups_that_have_nothing_to_do_with_each_other_stay_apart() -> None:
    rng = np.random.default_rng(0)
    groups = np.concatenate([rng.normal(0, 1, (15, 4)), rng.normal(500, 1, (15, 4))])
    points = laid_out(groups.tolist()).points
    within = np.linalg.norm(points[:15] - points[:15].mean(axis=0), axis=1).max()
    assert np.linalg.norm(points[:15].mean(axis=0) - points[15:].mean(axis=0)) > 2 * within


def test_it_is_the_same_map_each_time() -> None:
    first, second = laid_out(roll(25).tolist()), laid_out(roll(25).tolist())
    assert (first.points == second.points).all() and first.method == second.method


@pytest.mark.parametrize("count", [2, 3, 12])
def test_equal_sounds_are_laid_out_too(count: int) -> None:
    assert np.isfinite(laid_out([[1.0, 2.0]] * count).points).all()


def portraits(struck: Any, names: list[str]) -> dict[str, Portrait]:
    one = measured(struck(seconds=0.1))
    shape = one.shape[:-1]
    return {name: replace(one, shape=(*shape, 0.1 * i * i)) for i, name in enumerate(names)}


def test_the_map_is_a_picture_and_a_file_and_is_drawn_once(struck: Any, kernel: Kernel) -> None:
    named = portraits(struck, ["kick.wav", "snare.wav", "hat.wav"])
    made = mapped(named, kernel.places)
    assert imread(made.picture).shape == (800, 800, 4)
    facts = json.loads(made.file.read_text())
    assert set(facts["points"]) == set(named)
    assert facts["method"] in made.says and f"{100 * facts['trustworthiness']:.1f} %" in made.says
    made.picture.write_bytes(b"kept")
    assert mapped(named, kernel.places) == made
    assert made.picture.read_bytes() == b"kept"
    made.file.write_text("{}")
    assert mapped(named, kernel.places).places == made.places
    assert made.picture.read_bytes() != b"kept"
    other = portraits(struck, ["kick.wav", "snare.wav", "ride.wav"])
    assert mapped(other, kernel.places).file != made.file


@pytest.mark.parametrize(
    "name", ["$\\frac$.wav", "鼓.wav", "🥁.wav", "\\xff.wav", "a" * 300, "\u200d"]
)
def test_any_name_can_be_written_on_it(name: str) -> None:
    assert len(label(name)) <= 24
    assert chart(np.zeros((1, 2)), [name], [440.0]).startswith(b"\x89PNG")
