"""Grain models played by hand: how soon a knob is heard, and that all is alike each time."""

from __future__ import annotations

from concurrent.futures import Future
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel_grain.dsp_grid import Grid
from timbrel_grain.dsp_live import LEAD, SHORT
from timbrel_grain.dsp_renewed import CROSS, Renewed
from timbrel_grain.dsp_trail import Trail
from timbrel_grain.dsp_walk import walk
from timbrel_grain.grain import Grain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from timbrel import offers

RATE = 48000
LIMITER = SHORT  # samples that the limiter looks ahead


class Played(dict[str, float]):
    """Values under a hand."""

    by_hand = True


@pytest.fixture(scope="module")
def model(trained_folder: Path) -> Any:
    """Made ready but once."""
    return Grain().load(trained_folder)


def rest(model: offers.Model) -> Played:
    return Played({c.name: c.rest for c in model.controls})


def heard(
    model: offers.Model,
    seconds: float,
    moved: Mapping[str, float] | None = None,
    at: float = 0.0,
    start: Played | None = None,
) -> tuple[np.ndarray, int]:
    """The sound, and at which sample the knobs were moved."""
    values = start or rest(model)
    blocks, done, when = [], 0, None
    for block in model.render(values, 3600 * RATE, 3):
        blocks.append(block.samples)
        done += block.frames
        if moved and when is None and done >= at * RATE:
            values.update(moved)
            when = done
        if done >= seconds * RATE:
            break
    return np.concatenate(blocks, axis=1), when or 0


def late(model: offers.Model, moved: Mapping[str, float], at: float) -> int:
    """Samples from the move of a knob to the first that sounds otherwise."""
    still, _ = heard(model, at + 1)
    turned, when = heard(model, at + 1, moved, at)
    frames = min(still.shape[1], turned.shape[1])
    apart = np.abs(still[:, :frames] - turned[:, :frames]).max(axis=0) > 1e-4
    assert not apart[:when].any() and apart.any()
    return int(apart.argmax()) - when


def test_it_sounds_the_same_each_time(model: Any) -> None:
    first, _ = heard(model, 2.0, {"brightness": 0.5, "texture": 0.5}, 0.7)
    again, _ = heard(model, 2.0, {"brightness": 0.5, "texture": 0.5}, 0.7)
    assert np.array_equal(first, again) and np.abs(first).max() > 0.01


def test_with_knobs_at_rest_it_is_a_take_but_for_its_first_sound(
    model: Any, play: Callable[..., np.ndarray]
) -> None:
    late = slice(3 * RATE, 4 * RATE)
    sound, take = heard(model, 4.1)[0][:, late], play(model, 4.1, seed=3)[:, late]
    assert np.abs(take).max() > 0.01
    assert np.allclose(sound, take, atol=1e-5)


@pytest.mark.parametrize("knob", ["warmth", "brightness", "roughness"])
def test_what_is_done_to_all_voices_is_heard_with_the_next_block(model: Any, knob: str) -> None:
    assert 0 <= late(model, {knob: 0.8}, 1.0) <= LIMITER + SHORT


def test_a_room_is_heard_after_its_first_reflection(model: Any) -> None:
    assert 0.03 * RATE <= late(model, {"space": 0.8}, 1.0) <= 0.03 * RATE + LIMITER + 2 * SHORT


@pytest.mark.parametrize(
    "moved", [{"texture": 0.8}, {"tension": 0.6}, {"space": -0.8}, {"rhythm": 0.6}]
)
def test_what_is_done_to_each_voice_reaches_those_that_sound(
    model: Any, moved: Mapping[str, float]
) -> None:
    assert LEAD <= late(model, moved, 1.0) <= LEAD + LIMITER + CROSS


def test_denser_is_heard_at_once_even_where_the_next_sound_was_far(model: Any) -> None:
    sparse = rest(model) | {"density": -1.0}
    begun = {1: 0, 2: 0}
    for seconds in begun:
        values, steps = Played(sparse), []
        trail = Trail(model.ensemble.catalogue, 3, lambda: model.plane)
        for block in range(round(seconds * RATE / SHORT)):
            if block * SHORT >= RATE:
                values["density"] = 1.0
            clock, now = (block * SHORT + LEAD) / 512, dict(values)
            while trail.ahead(now, clock).when < clock + 1:
                steps.append(trail.ahead(now, clock).when)
                trail.go()
        begun[seconds] = len(steps)
    assert begun[2] > begun[1] + 2


def test_a_trail_under_knobs_that_stand_still_is_the_walk(model: Any) -> None:
    values = dict(rest(model)) | {"pulse": 0.5}
    trail, steps = Trail(model.ensemble.catalogue, 3, lambda: model.plane), []
    for _ in range(30):
        steps.append(trail.ahead(values, 0.0))
        trail.go()
    walked = islice(walk(model.ensemble.catalogue, values, 3), 30)
    assert [(s.event, s.other, s.when) for s in steps] == [
        (s.event, s.other, s.when) for s in walked
    ]


def test_a_gap_cut_short_brings_no_flood_of_sounds(model: Any) -> None:
    grid = Grid(model.ensemble.catalogue)
    grid.reach(100.0)
    grid.reach(50.0)
    assert grid.seconds == pytest.approx(100.0 * 512 / RATE)


def whole(level: float) -> Future[np.ndarray]:
    made: Future[np.ndarray] = Future()
    made.set_result(np.full((1, 4 * CROSS), level, np.float32))
    return made


def laid(voice: Renewed, frames: int) -> np.ndarray:
    out = []
    for start in range(0, frames, SHORT):
        block = np.zeros((1, SHORT), np.float32)
        voice.add(block, start)
        out.append(block)
    return np.concatenate(out, axis=1)[0]


def test_one_shape_gives_way_to_the_next_without_a_step() -> None:
    voice = Renewed(100, 9999)
    voice.renew(0, whole(0.5), "one")
    voice.renew(1000, whole(1.0), "two")
    sound = laid(voice, 8 * SHORT)
    assert voice.wanted == "two" and voice.end == 100 + 4 * CROSS
    assert (sound[:100] == 0).all() and (sound[100:1000] == 0.5).all()
    assert np.allclose(sound[1000 + CROSS : voice.end], 1.0)
    assert np.abs(np.diff(sound[100 : voice.end])).max() < 0.002


def test_a_voice_may_fall_silent_and_come_back() -> None:
    voice = Renewed(0, 4 * CROSS)
    voice.renew(0, None, False)
    voice.renew(SHORT, whole(1.0), True)
    sound = laid(voice, 6 * SHORT)
    assert (sound[:SHORT] == 0).all() and sound[SHORT + CROSS] == 1.0


@pytest.fixture(scope="module")
def pair(learnt: Callable[..., tuple[Any, Path]], clips: list[offers.Clip]) -> dict[str, Any]:
    parts = {"tones": clips[:3], "noises": clips[3:6]}
    return {name: Grain().load(learnt(part, 40)[1]) for name, part in parts.items()}


def test_the_shares_of_a_blend_are_heard_while_its_voices_sound(pair: dict[str, Any]) -> None:
    def blended(switch: float) -> np.ndarray:
        parts = {name: (m, Played(rest(m) | {"share": 0.0})) for name, m in pair.items()}
        parts["tones"][1]["share"] = 1.0
        blocks: Iterator[Any] = pair["tones"].together(parts, 3600 * RATE, 3)
        found, done = [], 0
        while done < 2 * RATE:
            if done >= switch * RATE:
                parts["tones"][1]["share"], parts["noises"][1]["share"] = 0.0, 1.0
            found.append(next(blocks).samples)
            done += found[-1].shape[1]
        return np.concatenate(found, axis=1)[0]

    alone, moved = blended(9.0), blended(1.0)
    apart = np.abs(alone - moved) > 1e-4
    assert not apart[:RATE].any()
    assert apart.argmax() - RATE <= LEAD + LIMITER + 3 * SHORT


def test_a_share_by_hand_is_as_loud_as_in_a_take(pair: dict[str, Any]) -> None:
    def energy(kind: Callable[[dict[str, float]], Any]) -> float:
        parts = {
            name: (m, kind(rest(m) | {"share": 0.5, "density": -1.0})) for name, m in pair.items()
        }
        blocks, found, done = pair["tones"].together(parts, 20 * RATE, 3), [], 0
        while done < 20 * RATE:
            found.append(next(blocks).samples)
            done += found[-1].shape[1]
        return float((np.concatenate(found, axis=1) ** 2).sum())

    assert energy(Played) == pytest.approx(energy(dict), rel=0.25)
