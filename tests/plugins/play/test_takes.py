"""Several takes, takes near one that is liked, loops, and what can be told of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Audio, Kernel, Problem, Take, offers
from timbrel_play import dsp_loop
from timbrel_play.liked import liked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RATE = 48000


def run(kernel: Kernel, verb: str, *arguments: Any, **options: Any) -> dict[str, Any]:
    answer = kernel.host.find(offers.Action, verb).run(kernel, *arguments, **options)
    return answer if isinstance(answer, dict) else answer.result(60)


def generate(kernel: Kernel, model: str = "bell", **options: Any) -> dict[str, Any]:
    if "near" not in options:
        options = {"duration": 0.2, **options}
    return run(kernel, "generate", model, bits=32, **options)


def samples(answer: dict[str, Any]) -> np.ndarray:
    return soundfile.read(answer["path"], dtype="float32")[0]


def recipe(answer: dict[str, Any]) -> dict[str, Any]:
    path = Path(answer["path"])
    return json.loads(path.with_name(f"{path.name}.json").read_text())


def test_a_count_of_takes_has_a_seed_and_a_file_for_each(trained: Kernel) -> None:
    answer = generate(trained, seed=5, count=3)
    assert [take["seed"] for take in answer["takes"]] == [5, 6, 7]
    paths = [Path(take["path"]) for take in answer["takes"]]
    assert [path.name for path in paths] == ["bell-5.wav", "bell-6.wav", "bell-7.wav"]
    assert all(str(path) in answer["says"] for path in paths)
    alone = generate(trained, seed=6)
    assert np.array_equal(samples(answer["takes"][1]), samples(alone))
    assert not np.array_equal(samples(answer["takes"][0]), samples(answer["takes"][1]))


def test_several_takes_into_one_file_are_numbered(trained: Kernel, tmp_path: Path) -> None:
    answer = generate(trained, count=3, out=tmp_path / "a.wav")
    names = [Path(take["path"]).name for take in answer["takes"]]
    assert names == ["a.wav", "a-2.wav", "a-3.wav"]


@pytest.mark.parametrize("count", [0, -1, 1001])
def test_a_count_that_cannot_be_is_a_problem(trained: Kernel, count: int) -> None:
    with pytest.raises(Problem, match=f"cannot be {count} takes"):
        generate(trained, count=count)


def test_near_by_0_is_the_same_again_however_it_was_made(trained: Kernel) -> None:
    best = generate(
        trained,
        seed=4,
        duration=1.5,
        set_=["level=0.7"],
        automate=["pitch=0:1,1:2"],
        loop=True,
    )
    for path in (best["path"], f"{best['path']}.json"):
        again = generate(trained, near=Path(path), amount=0.0, seed=99)
        assert np.array_equal(samples(again), samples(best))


def test_near_by_more_is_further_away_and_each_seed_goes_elsewhere(trained: Kernel) -> None:
    best = generate(trained, set_=["level=0.5", "pitch=1.1"])
    far = []
    for amount in (0.0, 0.1, 1.0):
        takes = generate(trained, near=Path(best["path"]), amount=amount, count=8)["takes"]
        far.append(np.mean([abs(take["values"]["pitch"] - 1.1) for take in takes]))
    assert far[0] == 0 and 0 < far[1] < far[2]
    assert len({take["values"]["pitch"] for take in takes}) == 8


def test_a_take_near_one_says_so_in_its_recipe_and_can_be_come_near_again(trained: Kernel) -> None:
    first = generate(trained, seed=4)
    once = generate(trained, near=Path(first["path"]), amount=0.5, seed=7)
    assert Path(once["path"]).name == "bell-near-7.wav"
    assert recipe(once)["seed"] == 4
    assert recipe(once)["near"] == [{"seed": 7, "amount": 0.5}]
    twice = generate(trained, near=Path(once["path"]), amount=0.25, seed=8)
    assert recipe(twice)["near"] == [{"seed": 7, "amount": 0.5}, {"seed": 8, "amount": 0.25}]
    chance = liked(trained, Path(once["path"]), "bell", 0.25).chance(8)
    assert isinstance(chance, offers.Near) and isinstance(chance.base, offers.Near)
    assert (chance, chance.other, chance.amount) == (4, 8, 0.25)
    assert (chance.base.base, chance.base.other, chance.base.amount) == (4, 7, 0.5)
    same = generate(trained, near=Path(once["path"]), amount=0.0)
    assert np.array_equal(samples(same), samples(once))


def test_what_is_set_holds_near_a_take(trained: Kernel) -> None:
    best = generate(trained)
    answer = generate(trained, near=Path(best["path"]), amount=1.0, set_=["level=0.25"])
    assert answer["values"]["level"] == 0.25
    assert generate(trained, near=Path(best["path"]), duration=0.5)["seconds"] == 0.5


def test_a_take_of_another_model_is_refused(trained: Kernel, tone: Callable[..., Any]) -> None:
    tone(trained, "gong", 220)
    best = generate(trained)
    with pytest.raises(Problem, match="is a take of 'bell', not of 'gong'"):
        generate(trained, "gong", near=Path(best["path"]))


def test_what_is_no_take_is_refused(trained: Kernel, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no recipe for") as caught:
        generate(trained, near=tmp_path / "none.wav")
    assert caught.value.kind == "missing"
    for name, text in (("a", "{"), ("b", "[]"), ("c", "{}")):
        (tmp_path / f"{name}.wav.json").write_text(text)
        with pytest.raises(Problem, match="no recipe that can be read"):
            generate(trained, near=tmp_path / f"{name}.wav")
    (tmp_path / "d.wav.json").write_text('{"made": "generate", "model": "bell"}')
    with pytest.raises(Problem, match="cannot be read"):
        generate(trained, near=tmp_path / "d.wav")
    (tmp_path / "e.wav.json").write_text('{"made": "transform", "model": "bell"}')
    with pytest.raises(Problem, match="not made by 'generate'"):
        generate(trained, near=tmp_path / "e.wav")


@pytest.mark.parametrize("amount", [-0.1, 1.1, float("nan")])
def test_an_amount_of_nearness_out_of_range_is_a_problem(trained: Kernel, amount: float) -> None:
    best = generate(trained)
    with pytest.raises(Problem, match="amount cannot be"):
        generate(trained, near=Path(best["path"]), amount=amount)


@pytest.mark.parametrize("at", ["0.5", "left,right", "", "nan,0"])
def test_a_place_that_is_none_is_a_sentence(trained: Kernel, at: str) -> None:
    with pytest.raises(Problem):
        generate(trained, at=at)


def test_a_knob_that_a_model_does_not_have_is_missing_by_its_short_name_too(
    trained: Kernel,
) -> None:
    with pytest.raises(Problem, match="No control 'variation'"):
        generate(trained, variation=0.5)


def noise(seconds: float, seed: int, size: int = 4800) -> Take:
    """A take of noise that is slowly louder and softer."""
    sound = np.random.default_rng(seed).standard_normal(round(seconds * RATE))
    sound = np.convolve(sound, np.hanning(64) / 32, "same")
    sound *= 0.2 + 0.1 * np.sin(np.arange(len(sound)) / RATE)
    whole = np.clip(sound, -0.85, 0.85)[np.newaxis].astype("float32")

    def play() -> Iterator[Audio]:
        for first in range(0, whole.shape[1], size):
            yield Audio(whole[:, first : first + size], RATE)

    return Take({"made": "by hand"}, RATE, 1, whole.shape[1], play)


@pytest.mark.parametrize("seconds", [0.01, 0.3, 1.0, 4.0])
@pytest.mark.parametrize("size", [64, 4800, 10**6])
def test_a_loop_goes_on_from_its_end_into_its_beginning(seconds: float, size: int) -> None:
    frames = round(seconds * RATE)
    longer = noise(seconds + dsp_loop.lead(seconds), 3, size)
    loop = dsp_loop.looped(longer, frames)
    sound, whole = loop.audio().samples[0], longer.audio().samples[0]
    fade = longer.frames - frames
    assert len(sound) == frames == loop.frames and loop.recipe["loop"] == fade
    assert np.array_equal(sound[: frames - fade], whole[fade:frames])
    assert sound[-1] == pytest.approx(whole[fade - 1], abs=0.02)
    steps = np.abs(np.diff(np.concatenate([sound, sound]), 2))
    assert steps[frames - 3 : frames + 1].max() <= max(steps[: frames - 2].max(), 1e-6)


def test_a_loop_is_neither_louder_nor_softer_where_it_is_joined() -> None:
    takes = [dsp_loop.looped(noise(2.35, seed), 2 * RATE).audio().samples[0] for seed in range(9)]
    level = np.sqrt(np.mean(np.square(takes), axis=0))
    joined, before = level[-RATE // 4 :].mean(), level[RATE : RATE + RATE // 4].mean()
    assert 20 * np.log10(joined / before) == pytest.approx(0, abs=2)


def test_the_join_of_a_loop_does_not_clip() -> None:
    loud = np.full((1, 999), 0.88, np.float32)
    assert np.abs(dsp_loop.passed(loud, loud)).max() <= 0.8901


def test_a_loop_of_a_model_is_as_long_as_asked_and_says_that_it_is_one(trained: Kernel) -> None:
    answer = generate(trained, loop=True, duration=1.25, seed=3)
    assert soundfile.info(answer["path"]).frames == round(1.25 * RATE)
    assert recipe(answer)["loop"] > 0 and recipe(answer)["frames"] == round(1.25 * RATE)
    assert "loop" not in recipe(generate(trained))


def test_explain_tells_where_a_take_came_from(trained: Kernel, tmp_path: Path) -> None:
    run_ = {"at": 3.2, "source": "na.flac", "from": 0.41, "to": 0.75}
    told = {
        "novelty": 0.9,
        "near_copies": 0.05,
        "sources": {"na.flac": 0.34},
        "longest_verbatim": 0.34,
        "runs": [run_],
    }
    facts = {"made": "generate", "model": "bell", "seed": 3, "frames": 48000, "rate": 48000}
    (tmp_path / "a.wav.json").write_text(json.dumps({**facts, "provenance": told}))
    answer = run(trained, "explain", tmp_path / "a.wav")
    for words in (
        "1.0 s of 'bell', seed 3",
        "At 3.2 s: na.flac, 0.41-0.75 s",
        "lasts 0.34 s",
        "Novelty 0.90",
        "5% of its seconds",
    ):
        assert words in answer["says"]
    assert answer["runs"] == [run_]


def test_explain_shows_the_longest_of_many_stretches_or_all(
    trained: Kernel, tmp_path: Path
) -> None:
    runs = [{"at": n, "source": f"{n}.wav", "from": 0, "to": n / 9} for n in range(50)]
    facts = {"made": "generate", "model": "bell", "seed": 3, "frames": 48000, "rate": 48000}
    told = {"runs": runs, "longest_verbatim": 6}
    (tmp_path / "a.wav.json").write_text(json.dumps({**facts, "provenance": told}))
    few = run(trained, "explain", tmp_path / "a.wav")["says"]
    assert few.count("At ") == 12 and "49.wav" in few and " 3.wav" not in few
    assert run(trained, "explain", tmp_path / "a.wav", whole=True)["says"].count("At ") == 50


def test_explain_says_so_where_a_model_tells_nothing(trained: Kernel) -> None:
    answer = run(trained, "explain", Path(generate(trained)["path"]))
    assert "did not tell" in answer["says"]


def test_explain_of_what_is_no_take_is_a_problem(trained: Kernel, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no recipe for"):
        run(trained, "explain", tmp_path / "a.wav")
    (tmp_path / "b.wav.json").write_text('{"made": "generate"}')
    with pytest.raises(Problem, match="cannot be read"):
        run(trained, "explain", tmp_path / "b.wav")


def test_a_model_without_a_map_says_so(trained: Kernel) -> None:
    with pytest.raises(Problem, match="'bell' has no map"):
        run(trained, "models_map", "bell")
