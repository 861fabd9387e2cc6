"""Grain models as one: whose events sound, in what colour, and nothing lost at the ends."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel import offers
from timbrel_grain.dsp_blend import merged
from timbrel_grain.dsp_near import varied
from timbrel_grain.dsp_share import Share
from timbrel_grain.dsp_walk import walk
from timbrel_grain.grain import Grain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@pytest.fixture(scope="module")
def other_folder(
    learnt: Callable[..., tuple[Any, Path]], clips: list[offers.Clip]
) -> tuple[Path, Path]:
    """Models of the three tones alone and of the three noises alone."""
    return learnt(clips[:3], 40)[1], learnt(clips[3:6], 40)[1]


@pytest.fixture
def pair(other_folder: tuple[Path, Path]) -> dict[str, Any]:
    return {n: Grain().load(f) for n, f in zip(("tones", "noises"), other_folder, strict=True)}


def resting(model: offers.Model, share: float) -> dict[str, float]:
    return {c.name: c.rest for c in model.controls} | {"share": share}


def blend(
    models: Mapping[str, Any],
    given: Mapping[str, float],
    seconds: float = 4.0,
    seed: int = 5,
    **moved: float,
) -> tuple[np.ndarray, dict[str, Any]]:
    parts = {name: (m, resting(m, given[name]) | moved) for name, m in models.items()}
    blocks, heard = next(iter(models.values())).together(parts, round(seconds * 48000), seed), []
    while True:
        try:
            heard.append(next(blocks).samples)
        except StopIteration as end:
            return np.concatenate(heard, axis=1), end.value


def test_a_whole_share_is_the_model_alone_to_the_last_bit(
    pair: dict[str, Any], play: Callable[..., np.ndarray]
) -> None:
    for name, model in pair.items():
        heard, facts = blend(pair, {n: float(n == name) for n in pair}, 2.0)
        assert np.array_equal(heard, play(model, 2.0, seed=5))
        assert all(source.startswith(f"{name}/") for source in facts["sources"])


def test_the_more_of_a_model_the_more_of_its_recordings_sound(pair: dict[str, Any]) -> None:
    played = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        _, facts = blend(pair, {"tones": 1 - share, "noises": share}, 6.0)
        sources = facts["sources"].items()
        played.append(sum(s for name, s in sources if name.startswith("noises/")))
    assert played == sorted(played) and played[0] == 0 < played[2] < played[4]


@pytest.mark.parametrize("seed", [1, 2, 3, 5, 8])
def test_the_blend_goes_from_the_one_sound_to_the_other_step_by_step(
    pair: dict[str, Any], seed: int
) -> None:
    def course(sound: np.ndarray) -> np.ndarray:
        """The mean level in dB of some forty bands, which does not mind what sounds when."""
        frames = np.lib.stride_tricks.sliding_window_view(sound.mean(axis=0), 2048)[::1024]
        power = np.abs(np.fft.rfft(frames * np.hanning(2048), axis=1)) ** 2
        edges = np.unique(np.geomspace(1, 1024, 40).astype(int))
        return 10 * np.log10(np.add.reduceat(power.mean(axis=0), edges) + 1e-6)

    mixes = [
        course(blend(pair, {"tones": 1 - s, "noises": s}, 6.0, seed)[0])
        for s in (0, 0.25, 0.5, 0.75, 1)
    ]
    away = [float(np.abs(mix - mixes[0]).mean()) for mix in mixes]
    near = [float(np.abs(mix - mixes[-1]).mean()) for mix in mixes]
    assert away == sorted(away) and near == sorted(near, reverse=True)


def test_a_blend_is_the_same_each_time_and_another_by_another_seed(pair: dict[str, Any]) -> None:
    even = {"tones": 0.5, "noises": 0.5}
    assert np.array_equal(blend(pair, even)[0], blend(pair, even)[0])
    assert not np.array_equal(blend(pair, even)[0], blend(pair, even, seed=6)[0])


def test_sounds_that_are_rare_all_sound_but_fainter(pair: dict[str, Any]) -> None:
    def sparse(share: float) -> tuple[float, int]:
        given = {"tones": 1 - share, "noises": share}
        heard, facts = blend(pair, given, 20.0, density=-1.0)
        return float((heard**2).sum()), len(facts["sources"])

    (one, ones), (half, both), (other, others) = sparse(0.0), sparse(0.5), sparse(1.0)
    assert both == ones + others
    assert 0.3 * (one + other) / 2 < half < 1.3 * (one + other) / 2


def test_a_take_of_a_blend_near_another_has_the_same_steps_come_in(pair: dict[str, Any]) -> None:
    tones, even = pair["tones"], {"tones": 0.5, "noises": 0.5}
    parts = {name: (m, resting(m, even[name])) for name, m in pair.items()}
    catalogue, values = tones.ensemble.catalogue, resting(tones, 0.5)
    steps, same = (
        map(Share(parts, "tones", 5).placed, walk(catalogue, values, 5)) for _ in range(2)
    )
    near = varied(same, catalogue, offers.Near(5, 9, 0.8))
    pairs = list(itertools.islice(zip(steps, near, strict=False), 30))
    assert any(a.event != b.event for a, b in pairs)
    assert all(a.place == b.place for a, b in pairs)


def test_a_model_of_one_channel_blends_with_one_of_two(pair: dict[str, Any], model: Any) -> None:
    assert model.channels == 2 and pair["tones"].channels == 1
    heard, facts = blend({**pair, "eight": model}, {"tones": 0.3, "noises": 0.3, "eight": 0.4})
    assert heard.shape == (2, 4 * 48000) and np.isfinite(heard).all() and heard.any()
    assert {name.partition("/")[0] for name in facts["sources"]} == {"tones", "noises", "eight"}


def test_a_model_of_another_family_is_left_to_be_mixed(pair: dict[str, Any]) -> None:
    stranger = type("Stranger", (), {})()
    tones = pair["tones"]
    parts = {"tones": (tones, resting(tones, 0.5)), "stranger": (stranger, {"share": 0.5})}
    assert tones.together(parts, 100, 0) is None


def test_a_blend_is_as_new_as_it_is_to_the_nearest_of_its_models() -> None:
    played = {
        "a": {"sources": {"x": 1.0}, "longest_verbatim": 0.2, "runs": []},
        "b": {"sources": {"y": 2.0}, "longest_verbatim": 0.5, "runs": []},
    }
    novelty = [{"novelty": 1.5, "near_copies": 0.0}, {"novelty": None, "near_copies": None}]
    told = merged(played, novelty)
    assert (told["novelty"], told["near_copies"], told["longest_verbatim"]) == (1.5, 0.0, 0.5)
    assert list(told["sources"]) == ["b/y", "a/x"]
