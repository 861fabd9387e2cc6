"""Models of any family sounding as one, by shares that move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel import Card, Kernel, Problem, offers
from timbrel.blend import shares

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Session

NAMES = st.from_regex(r"[a-z][a-z0-9 _-]{0,8}[a-z]", fullmatch=True)


@pytest.fixture
def two(bare: Kernel, tone: Callable[..., Card]) -> Session:
    """A session where 'bell' (440 Hz) and 'gong' (1000 Hz) can be blended."""
    tone(bare, "gong", hertz=1000.0)
    return bare.session


def sound(session: Session, spec: str, seconds: float = 0.5) -> np.ndarray:
    session.load(spec)
    return session.make(seconds, 3).audio().samples


def power(samples: np.ndarray, hertz: float) -> float:
    spectrum = np.abs(np.fft.rfft(samples[0])) ** 2
    return float(spectrum[round(hertz * samples.shape[1] / 48000)])


@given(st.dictionaries(NAMES, st.floats(0, 1), min_size=1, max_size=5))
def test_a_blend_is_read_as_it_is_written(given_: dict[str, float]) -> None:
    assert shares("+".join(f"{name}:{share}" for name, share in given_.items())) == given_


@pytest.mark.parametrize(
    "spec", ["a:b", "a:nan", "a:-1", "a:2", "a+a", "a+", "+", ":1", "a:0.5+b:"]
)
def test_what_is_no_blend_is_a_sentence(spec: str) -> None:
    with pytest.raises(Problem, match="no blend"):
        shares(spec)


def test_one_to_nothing_is_the_model_alone(two: Session) -> None:
    assert np.array_equal(sound(two, "bell:1+gong:0"), sound(two, "bell"))
    assert np.array_equal(sound(two, "bell:0+gong:1"), sound(two, "gong"))


def test_shares_count_against_each_other(two: Session) -> None:
    assert np.array_equal(sound(two, "bell:0.2+gong:0.2"), sound(two, "bell+gong"))
    nothing = sound(two, "bell:0+gong:0")
    assert np.array_equal(nothing, sound(two, "bell+gong"))


def test_the_more_of_a_model_the_more_is_heard_of_it(two: Session) -> None:
    mixes = [sound(two, f"bell:{1 - share}+gong:{share}") for share in (0, 0.25, 0.5, 0.75, 1)]
    gong = [power(mix, 1000) for mix in mixes]
    assert gong == sorted(gong)
    bell = [power(mix, 440) for mix in mixes]
    assert bell == sorted(bell, reverse=True)


def test_a_knob_of_a_blend_moves_all_its_models(two: Session) -> None:
    two.load("bell+gong")
    two.move({"level": 0.0})
    assert not two.make(0.1).audio().samples.any()


def test_a_share_moved_over_time_is_heard_over_time(two: Session) -> None:
    two.load("bell+gong")
    turn = offers.Motion(
        lambda now: {"share_bell": float(now < 0.5), "share_gong": float(now >= 0.5)}
    )
    heard = two.make(1.0, 3, turn).audio().samples
    first, last = np.split(heard, 2, axis=1)
    assert power(first, 440) > 100 * power(first, 1000)
    assert power(last, 1000) > 100 * power(last, 440)


def test_three_models_blend_and_the_recipe_knows_the_files_of_each(
    two: Session, bare: Kernel, tone: Callable[..., Card]
) -> None:
    tone(bare, "glass", hertz=3000.0)
    two.load("bell:0.5+gong:0.3+glass:0.2")
    take = two.make(0.5)
    assert take.recipe["model"] == "bell+gong+glass" and take.recipe["mapper"] == "knobs"
    assert set(take.recipe["files"]) == {f"{n}/tone.json" for n in ("bell", "gong", "glass")}
    assert take.recipe["values"]["share_gong"] == 0.3
    again = bare.new_session()
    again.load(take.recipe["model"], take.recipe["mapper"])
    again.move(take.recipe["values"])
    assert np.array_equal(again.make(0.5).audio().samples, take.audio().samples)


def test_a_recording_is_followed_by_all_of_them(two: Session) -> None:
    two.load("bell:0.5+gong:0.5")
    from timbrel import Audio

    heard = two.transform(Audio(np.zeros((1, 24000), np.float32), 48000), "silence")
    samples = heard.audio().samples
    assert power(samples, 440) > 1 and power(samples, 1000) > 1


def test_a_blend_with_a_model_that_is_not_there_leaves_what_was_loaded(two: Session) -> None:
    two.load("bell")
    with pytest.raises(Problem, match="nobody"):
        two.load("bell+nobody")
    assert two.name == "bell"
