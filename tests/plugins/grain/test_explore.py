"""Axes, the map and takes near another: ways through what a model knows."""

from __future__ import annotations

import json
import shutil
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Card, Kernel, Problem, offers
from timbrel_grain import dsp_map
from timbrel_grain.dsp_axes import COUNT, axes
from timbrel_grain.dsp_near import varied
from timbrel_grain.dsp_walk import walk

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel_grain.dsp_catalog import Catalogue


@pytest.fixture
def catalogue(model: Any) -> Catalogue:
    return model.ensemble.catalogue


@pytest.fixture
def eight(kernel: Kernel, trained_folder: Path) -> Kernel:
    """A kernel that has the model of the eight sounds, called eight."""
    draft = kernel.registry.draft()
    for path in trained_folder.iterdir():
        shutil.copy(path, draft / path.name)
    kernel.registry.add(Card("eight", "grain", sounds=8, seconds=5.0), draft)
    return kernel


def rest(model: Any, **knobs: float) -> dict[str, float]:
    return {c.name: c.rest for c in model.controls} | knobs


def run(kernel: Kernel, verb: str, *arguments: Any, **options: Any) -> dict[str, Any]:
    answer = kernel.host.find(offers.Action, verb).run(kernel, *arguments, **options)
    return answer if isinstance(answer, dict) else answer.result(60)


def test_an_axis_is_a_knob_at_rest_in_its_middle_with_a_hint(model: Any) -> None:
    known = {c.name: c for c in model.controls}
    for number in range(COUNT):
        control = known[f"axis_{number + 1}"]
        assert (control.low, control.rest, control.high) == (-2, 0, 2)
        assert "goes with" in control.says


def test_axes_are_the_directions_in_which_the_latents_differ_most(catalogue: Catalogue) -> None:
    steps = axes(catalogue).steps.astype(np.float64)
    lengths = np.linalg.norm(steps, axis=1)
    assert np.all(np.diff(lengths) <= 0) and lengths[-1] > 0
    ways = steps / lengths[:, None]
    assert np.allclose(ways @ ways.T, np.eye(COUNT), atol=1e-4)
    spread = (catalogue.latents @ ways.T).std(axis=0)
    assert spread == pytest.approx(lengths, rel=1e-3)


def test_axes_are_the_same_at_each_loading(catalogue: Catalogue) -> None:
    assert np.array_equal(axes(catalogue).steps, axes(catalogue).steps)


def test_an_axis_at_rest_changes_nothing_and_turned_something(model: Any, play: Any) -> None:
    still = play(model, 1.0)
    assert np.array_equal(still, play(model, 1.0, axis_1=0.0))
    ends = [play(model, 1.0, axis_1=end) for end in (-2.0, 2.0)]
    assert not np.allclose(ends[0], still, atol=1e-3)
    assert not np.allclose(ends[0], ends[1], atol=1e-3)


def test_every_sound_has_a_place_on_the_map_and_the_same_each_time(model: Any) -> None:
    places = model.map()
    assert len(places) == len(model.ensemble.catalogue)
    assert {place["source"] for place in places} == set(model.ensemble.sources)
    assert all(0 <= place[axis] <= 1 for place in places for axis in "xy")
    assert model.plane is model.ensemble.plane  # it was read with the model
    again = dsp_map.plane(model.ensemble.catalogue)
    assert np.array_equal(again.points, model.plane.points)


def test_neighbours_on_the_map_are_neighbours_in_sound(model: Any) -> None:
    from sklearn.manifold import trustworthiness

    space = model.ensemble.catalogue.summaries()
    space = (space - space.mean(axis=0)) / space.std(axis=0)
    assert trustworthiness(space, model.plane.points, n_neighbors=3) > 0.75


def test_a_map_of_many_sounds_lays_out_some_and_puts_the_others_among_them(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dsp_map, "MOST", len(catalogue) // 2)
    points = dsp_map.plane(catalogue).points
    assert points.shape == (len(catalogue), 2)
    assert points.min() >= 0 and points.max() <= 1


def test_pointing_at_a_sound_plays_it_and_its_neighbours(model: Any, catalogue: Catalogue) -> None:
    plane = model.plane
    for event in (0, len(catalogue) // 2, len(catalogue) - 1):
        x, y = plane.points[event]
        values = rest(model, map=1.0, map_x=float(x), map_y=float(y))
        steps = list(islice(walk(catalogue, values, 0, lambda: plane), 200))
        allowed, weights = plane.near(x, y)
        assert allowed[0] == event and weights.sum() == pytest.approx(1)
        assert {s.event for s in steps} | {s.other for s in steps} <= set(map(int, allowed))
        played = [s.event for s in steps]
        assert played.count(event) == max(played.count(n) for n in set(played))


def test_a_map_that_is_not_asked_is_not_even_made(model: Any, catalogue: Catalogue) -> None:
    def never() -> dsp_map.Plane:
        raise AssertionError

    assert list(islice(walk(catalogue, rest(model), 0, never), 20))


def test_half_a_pull_of_the_map_leaves_about_half_of_the_steps(
    model: Any, catalogue: Catalogue
) -> None:
    x, y = model.plane.points[0]
    values = rest(model, map=0.5, map_x=float(x), map_y=float(y), variation=1.0)
    steps = list(islice(walk(catalogue, values, 0, lambda: model.plane), 600))
    free = list(islice(walk(catalogue, rest(model, variation=1.0), 0), 600))
    about = set(map(int, model.plane.near(x, y)[0]))
    shares = [sum(s.event in about for s in some) / 600 for some in (steps, free)]
    assert shares[1] + 0.1 < shares[0] < 0.98


@pytest.mark.parametrize("amount", [0.0, 0.2, 0.6, 1.0])
def test_near_a_take_that_share_of_the_steps_is_drawn_anew_at_the_same_times(
    model: Any, catalogue: Catalogue, amount: float
) -> None:
    own = list(islice(walk(catalogue, rest(model), 3), 500))
    seed = offers.Near(3, 8, amount)
    steps = list(islice(varied(walk(catalogue, rest(model), seed), catalogue, seed), 500))
    assert [s.when for s in steps] == [s.when for s in own]
    changed = sum(a.key != b.key for a, b in zip(steps, own, strict=True)) / 500
    assert changed == pytest.approx(amount, abs=0.08)
    for a, b in zip(steps, own, strict=True):
        if a.key == b.key:
            assert (a.event, a.other, a.overlap) == (b.event, b.other, b.overlap)
        else:
            assert a.event in {b.event, *catalogue.near[b.event]}


def test_near_by_nothing_is_the_take_itself_and_further_is_less_like_it(
    model: Any, play: Any
) -> None:
    own = play(model, 3.0, seed=3)
    assert np.array_equal(play(model, 3.0, seed=offers.Near(3, 8, 0.0)), own)
    likeness = [
        float(np.corrcoef(play(model, 3.0, seed=offers.Near(3, 8, a))[0], own[0])[0, 1])
        for a in (0.2, 1.0)
    ]
    assert 0.999 > likeness[0] > likeness[1]


def test_near_a_take_that_is_itself_near_another(model: Any, play: Any) -> None:
    once = offers.Near(3, 8, 0.4)
    assert np.array_equal(
        play(model, 2.0, seed=offers.Near(once, 9, 0.0)), play(model, 2.0, seed=once)
    )


def test_knobs_that_move_are_heard_when_they_move(model: Any, play: Any) -> None:
    motion = offers.Motion(lambda now: rest(model, density=1.0 if now >= 2 else -1.0))
    moving = np.concatenate([b.samples for b in model.render(motion, 4 * 48000, 0)], axis=1)
    sparse = play(model, 4.0, density=-1.0)
    same = int(1.5 * 48000)
    assert np.array_equal(moving[:, :same], sparse[:, :same])
    assert not np.allclose(moving[:, 3 * 48000 :], sparse[:, 3 * 48000 :], atol=1e-3)


def test_a_place_on_the_map_is_played_drawn_and_told(eight: Kernel, tmp_path: Path) -> None:
    shown = run(eight, "models_map", "eight", out=tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    hat = next(place for place in shown["places"] if place["source"] == "hat")
    assert "hat" in shown["says"] and json.dumps(shown)
    answer = run(eight, "generate", "eight", duration=3.0, at=f"{hat['x']},{hat['y']}")
    told = run(eight, "explain", tmp_path / answer["path"])
    assert "hat" in told["sources"] and told["runs"] and "hat" in told["says"]
    with pytest.raises(Problem, match=r"Name it map\.png"):
        run(eight, "models_map", "eight", out=tmp_path / "map.svg")


def test_a_take_is_made_again_from_its_recipe_with_all_that_moved_it(
    eight: Kernel, tmp_path: Path
) -> None:
    first = run(
        eight,
        "generate",
        "eight",
        duration=2.0,
        seed=3,
        automate=["density=0:-1,2:1"],
        lfo=["axis_1=sine,rate=1,depth=1"],
        loop=True,
        variation=0.8,
        bits=32,
        out=tmp_path / "a.wav",
    )
    again = run(eight, "generate", "eight", near=tmp_path / "a.wav", amount=0.0, bits=32)
    sounds = [soundfile.read(answer["path"])[0] for answer in (first, again)]
    assert np.array_equal(sounds[0], sounds[1])
    recipes = [json.loads((tmp_path / f"{a['path']}.json").read_text()) for a in (first, again)]
    assert recipes[0]["provenance"] == recipes[1]["provenance"]
