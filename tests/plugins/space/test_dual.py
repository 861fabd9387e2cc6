"""Two voices of one model, one to each side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel import Kernel, Problem, Take, offers
from timbrel_space.dual import Dual

if TYPE_CHECKING:
    from collections.abc import Callable


def voice(take: Callable[..., Take], seed: int, channels: int = 1, block: int = 4800) -> Take:
    """A take of noise, another one for each seed, in blocks whose size differs by seed too."""
    sound = np.random.default_rng(seed).uniform(-0.5, 0.5, (channels, 30000))
    return take(sound, block=block, another=lambda other: voice(take, other, channels, 777))


def values(**given: float) -> dict[str, float]:
    return {"apart": 1.0, "voice": 1.0, **given}


def sound(take: Take) -> np.ndarray:
    return take.audio().samples


def test_apart_the_take_is_left_and_the_other_right(take: Callable[..., Take]) -> None:
    made = Dual().place(voice(take, 3), values())
    left, right = sound(made)
    assert np.allclose(left, sound(voice(take, 3))[0], atol=1e-6)
    assert np.allclose(right, sound(voice(take, made.recipe["second"]["seed"]))[0], atol=1e-6)
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.05


def test_together_both_are_in_the_middle(take: Callable[..., Take]) -> None:
    left, right = sound(Dual().place(voice(take, 3), values(apart=0)))
    assert np.allclose(left, right, atol=1e-6)


def test_it_is_as_loud_however_far_apart(take: Callable[..., Take]) -> None:
    powers = [
        np.square(sound(Dual().place(voice(take, 3), values(apart=a)))).sum()
        for a in (0, 0.3, 0.7, 1)
    ]
    assert max(powers) / min(powers) < 1.05


def test_another_voice_is_another_sound(take: Callable[..., Take]) -> None:
    one, two, same = (sound(Dual().place(voice(take, 3), values(voice=v))) for v in (1.0, 2.0, 1.2))
    assert np.array_equal(one[0], two[0]) and not np.allclose(one[1], two[1])
    assert np.array_equal(one, same)


def test_the_largest_seed_has_a_second_voice_that_json_holds(take: Callable[..., Take]) -> None:
    last = voice(take, 3)
    last.recipe["seed"] = 2**53 - 1  # type: ignore[index]
    assert 0 <= Dual().place(last, values(voice=99)).recipe["second"]["seed"] < 2**53


def test_the_blocks_that_come_do_not_matter(take: Callable[..., Take]) -> None:
    made = [sound(Dual().place(voice(take, 3, block=b), values())) for b in (100, 4800, 30000)]
    assert made[0].shape == (2, 30000)
    assert np.array_equal(made[0], made[1]) and np.array_equal(made[0], made[2])


def test_stereo_voices_keep_their_sides(take: Callable[..., Take]) -> None:
    made = Dual().place(voice(take, 3, channels=2), values())
    assert np.allclose(sound(made)[0], sound(voice(take, 3, channels=2))[0], atol=1e-6)


def test_another_seed_of_it_is_two_other_voices(take: Callable[..., Take]) -> None:
    made = Dual().place(voice(take, 3), values())
    assert made.another is not None
    other = made.another(8)
    assert other.channels == 2
    assert np.allclose(sound(other)[0], sound(voice(take, 8))[0], atol=1e-6)


def test_a_sound_without_another_seed_is_refused_with_a_way_out(take: Callable[..., Take]) -> None:
    with pytest.raises(Problem, match="no second voice") as caught:
        Dual().place(take(np.zeros(100)), values())
    assert "width" in caught.value.mend


def test_a_saved_take_says_which_voice_was_second(trained: Kernel, tmp_path: Any) -> None:
    session = trained.session
    session.load("bell")
    path = session.save(session.make(0.5, seed=5), tmp_path / "a.wav", space="dual")
    recipe = json.loads((tmp_path / "a.wav.json").read_text())
    assert path.exists()
    assert recipe["seed"] == 5 and recipe["second"]["seed"] != 5
    assert recipe["space"] == "dual" and recipe["where"] == {"apart": 0.7, "voice": 1.0}


def test_a_recording_transformed_has_one_voice(trained: Kernel, tmp_path: Any) -> None:
    from timbrel import Audio

    session = trained.session
    session.load("bell")
    source = Audio(np.zeros((1, 4800), np.float32), 48000)
    with pytest.raises(Problem, match="no second voice"):
        session.save(session.transform(source, "x.wav"), tmp_path / "a.wav", space="dual")
    assert not list(tmp_path.glob("*.wav*"))
    assert "dual" in trained.host.table(offers.Spatializer)
