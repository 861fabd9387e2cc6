"""A model's inner knobs, in the render: nothing at 0, the same each time, no clicks between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import signal
from threadpoolctl import threadpool_limits

from timbrel import Audio
from timbrel_grain.dsp_finish import Finish
from timbrel_grain.dsp_provenance import Provenance

if TYPE_CHECKING:
    from collections.abc import Callable

STAGES = ("warmth", "roughness", "texture", "tension", "pulse", "rhythm", "space", "tempo")
ALL = {
    "brightness": 0.4,
    "warmth": 0.6,
    "roughness": -0.5,
    "texture": 0.5,
    "tension": 0.6,
    "pulse": 0.7,
    "rhythm": -0.5,
    "space": 0.6,
    "density": 0.3,
}


def test_at_0_it_is_the_path_without_any_stage_bit_by_bit(
    model: Any, play: Callable[..., np.ndarray]
) -> None:
    values = {c.name: c.rest for c in model.controls if c.name not in STAGES}
    seen = Provenance(model.ensemble.store, model.ensemble.sources)
    blocks, finish = model._mixed(values, 4, seen, None), Finish(model.channels, model.rate)
    with threadpool_limits(1):
        parts = [finish.feed(next(blocks)) for _ in range(60)]
    plain = np.concatenate(parts, axis=1)[:, :96_000]
    assert np.array_equal(play(model, 2.0, seed=4), plain)


@pytest.mark.parametrize("knob", [k for k in ALL if k != "density"])
def test_every_knob_is_heard_at_both_ends(
    model: Any, play: Callable[..., np.ndarray], knob: str
) -> None:
    low, rest, high = (play(model, 2.0, seed=1, **{knob: a}) for a in (-1.0, 0.0, 1.0))
    assert not np.array_equal(low, rest)
    assert not np.array_equal(high, rest)
    assert not np.array_equal(high, low)
    for sound in (low, high):
        assert np.isfinite(sound).all()
        assert np.abs(sound).max() <= 10 ** (-1 / 20)


def test_with_everything_on_it_still_repeats_itself(
    model: Any, play: Callable[..., np.ndarray]
) -> None:
    with threadpool_limits(1):
        one = play(model, 1.5, seed=7, **ALL)
    with threadpool_limits(2):
        two = play(model, 1.5, seed=7, **ALL)
    assert np.array_equal(one, two)
    assert np.array_equal(play(model, 0.7, seed=7, **ALL), one[:, : round(0.7 * 48000)])


def test_a_knob_that_comes_back_leaves_later_events_as_they_were(model: Any) -> None:
    values = {c.name: c.rest for c in model.controls}
    still, moved = (turned(model, values, knob) for knob in ("", "texture"))
    assert not np.array_equal(still, moved)
    # The high-pass at the end remembers a little.
    assert np.abs(still - moved)[:, -48_000:].max() < 1e-5


def turned(model: Any, rest: dict[str, float], knob: str) -> np.ndarray:
    """Six seconds in which a knob stands at 1 between the first and the second."""
    values, parts, done = dict(rest), [], 0
    for block in model.render(values, 6 * 48_000, 5):
        parts.append(block.samples)
        done += block.frames
        if knob:
            values[knob] = 1.0 if 48_000 < done < 96_000 else 0.0
    return np.concatenate(parts, axis=1)


def test_knobs_that_jump_while_it_plays_do_not_click(
    model: Any, play: Callable[..., np.ndarray]
) -> None:
    names, rng = ("warmth", "roughness", "space", "brightness"), np.random.default_rng(0)
    values, parts = {c.name: c.rest for c in model.controls}, []
    for block in model.render(values, 8 * 48_000, 2):
        parts.append(block.samples)
        values.update({n: float(rng.uniform(-0.5, 1)) for n in names[:3]})
    jumped = np.concatenate(parts, axis=1)
    assert sharpest(jumped) < 2 * sharpest(play(model, 8.0, seed=2))


def sharpest(sound: np.ndarray) -> float:
    """The largest step at the top of the spectrum against what is usual around it."""
    highs = signal.butter(4, 16_000, "highpass", fs=48_000, output="sos")
    top = np.abs(signal.sosfilt(highs, sound, axis=1)).max(axis=0)
    return float(top.max())


def test_a_transformation_hears_the_knobs_of_the_bus(model: Any, clips: list[Any]) -> None:
    values = {c.name: c.rest for c in model.controls}
    sound = clips[0].read().samples
    plain, wet = (
        np.concatenate(
            [b.samples for b in model.follow(Audio(sound, 48000), {**values, **k}, 1.0, 0)], axis=1
        )
        for k in ({}, {"space": 1.0})
    )
    assert plain.shape == wet.shape
    late = slice(plain.shape[1] * 3 // 4, None)
    assert (wet[:, late] ** 2).mean() > 1.2 * (plain[:, late] ** 2).mean()
