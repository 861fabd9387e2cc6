"""A steady pulse is heard in the loudness of all that sounds, on the ticks its onsets lie on."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import Any

import numpy as np
import pytest

from timbrel import Audio
from timbrel_grain.dsp_beat import COMES, DEEPEST, Beat
from timbrel_grain.dsp_bus import treated
from timbrel_grain.dsp_grid import MIDDLE, RATES, ticks
from timbrel_grain.dsp_spectrum import HOP
from timbrel_grain.dsp_walk import walk

RATE = 48000
PERIOD = ticks(MIDDLE, {"tempo": 120.0})  # frames
TICK = PERIOD / RATES  # seconds


class Played(dict[str, float]):
    """Values under a hand."""

    by_hand = True


def gains(seconds: float, amount: float, block: int = 512, period: float = PERIOD) -> np.ndarray:
    beat, still = Beat(), np.ones((1, block), np.float32)
    count = round(seconds * RATE / block)
    return np.concatenate([beat.feed(still, amount, period)[0] for _ in range(count)])


def decibels(gain: np.ndarray) -> np.ndarray:
    return 20 * np.log10(gain)


def test_at_0_and_below_it_is_the_very_same_block() -> None:
    block = np.ones((2, 512), np.float32)
    beat = Beat()
    assert beat.feed(block, 0.0, PERIOD) is block
    assert beat.feed(block, -1.0, PERIOD) is block


def test_it_is_the_same_in_blocks_of_any_length() -> None:
    short, long = gains(2.048, 0.7, 512), gains(2.048, 0.7, 2048)
    assert np.allclose(short, long, atol=1e-6)


@pytest.mark.parametrize("tempo", [60.0, 97.0, 120.0, 240.0])
def test_a_tempo_has_its_beats_on_ticks_of_two_and_a_half_to_five_a_second(tempo: float) -> None:
    second = RATES / ticks(20.0, {"tempo": tempo})
    assert 2.4 <= second <= 5
    assert np.log2(second * 60 / tempo) == pytest.approx(round(np.log2(second * 60 / tempo)))


def test_it_comes_up_at_each_tick_and_falls_until_the_next() -> None:
    level = decibels(gains(4.0, 1.0))
    for tick in range(1, 12):
        first = round((tick * TICK + COMES) * RATE)
        own = level[first : first + round((TICK - COMES) * RATE)]
        assert (np.diff(own) <= 1e-6).all()
        assert own[0] - own[-1] > 0.8 * DEEPEST


def test_every_fourth_is_louder() -> None:
    level = decibels(gains(4.0, 1.0))
    tops = [level[round((t * TICK + COMES) * RATE)] for t in range(1, 13)]
    assert all((top > -0.1) == (n % 4 == 0) for n, top in enumerate(tops, 1))


def test_more_of_the_knob_is_a_deeper_beat() -> None:
    depths = [np.ptp(decibels(gains(2.0, amount))) for amount in (0.1, 0.3, 0.6, 1.0)]
    assert all(a < b for a, b in pairwise(depths))


def test_it_is_never_quicker_than_five_milliseconds() -> None:
    gain = gains(4.0, 1.0)
    assert np.diff(gain).max() < 1 / (0.005 * RATE)
    assert np.abs(np.diff(gain, 2)).max() < 1e-4


def test_another_tempo_makes_no_step_and_is_soon_kept() -> None:
    beat, still = Beat(), np.ones((1, 512), np.float32)
    other = ticks(MIDDLE, {"tempo": 140.0})
    periods = [PERIOD] * 300 + [other] * 700
    gain = np.concatenate([beat.feed(still, 1.0, period)[0] for period in periods])
    assert np.abs(np.diff(gain)).max() < 1 / (0.004 * RATE)
    straight = gains(1000 * 512 / RATE, 1.0, period=other)
    assert np.allclose(gain[-200 * 512 :], straight[-200 * 512 :], atol=0.01)


def test_a_knob_that_jumps_makes_no_step() -> None:
    beat, still = Beat(), np.ones((1, 512), np.float32)
    amounts = [0.0, 1.0, 0.0, 0.4, 1.0] * 40
    gain = np.concatenate([beat.feed(still, amount, PERIOD)[0] for amount in amounts])
    assert np.abs(np.diff(gain)).max() < 1 / (0.003 * RATE)


def test_what_sounds_all_the_time_has_the_beat_and_is_as_loud_as_before() -> None:
    """The loudness that is put back is that of seconds: it does not even the beat out."""
    sound = 0.05 * np.random.default_rng(0).standard_normal((1, 8 * RATE)).astype(np.float32)
    out = np.concatenate(list(treated(iter([sound]), {"pulse": 1.0, "tempo": 120.0}, 1)), axis=1)
    there = out[0, 3 * RATE :]
    assert 10 * np.log10(there.var() / sound.var()) == pytest.approx(0, abs=1.0)
    level = 10 * np.log10((there[: len(there) // 480 * 480].reshape(-1, 480) ** 2).mean(axis=1))
    assert np.percentile(level, 95) - np.percentile(level, 5) > 0.7 * DEEPEST


def test_onsets_lie_where_it_comes_up(model: Any) -> None:
    values = {c.name: c.rest for c in model.controls} | {"pulse": 1.0}
    gain = gains(12.0, 1.0, period=ticks(model.gap, values))
    steps = islice(walk(model.ensemble.catalogue, values, 3), 12)
    places = [round(step.when * HOP + COMES * RATE) for step in steps]
    tops = decibels(gain[[place for place in places if place < len(gain)]])
    assert tops.min() > -4.5  # the three of four that are no accents lie four lower


@pytest.mark.parametrize("hand", [False, True])
def test_a_model_has_the_beat_offline_and_by_hand(model: Any, hand: bool) -> None:
    values = {c.name: c.rest for c in model.controls} | {"pulse": 1.0, "tempo": 120.0}
    moving = Played(values) if hand else values
    blocks = [block.samples for block in model.render(moving, 6 * RATE, 3)]
    sound = np.concatenate(blocks, axis=1).mean(axis=0)
    level = np.abs(sound).reshape(-1, RATE // 100).mean(axis=1)
    before, after = (
        np.mean([level[round(100 * t * TICK) + shift] for t in range(4, 22)]) for shift in (-2, 2)
    )
    assert after > 2 * before


def test_a_recording_that_is_transformed_has_it_too(model: Any) -> None:
    noise = 0.1 * np.random.default_rng(0).standard_normal((1, 4 * RATE)).astype(np.float32)
    swings = []
    for pulse in (0.0, 1.0):
        values = {c.name: c.rest for c in model.controls} | {"pulse": pulse, "tempo": 120.0}
        blocks = [b.samples for b in model.follow(Audio(noise, RATE), values, 0.0, 3)]
        sound = np.concatenate(blocks, axis=1)[0, RATE:]
        level = (sound.reshape(-1, RATE // 100) ** 2).mean(axis=1)
        swings.append(np.ptp(10 * np.log10(np.percentile(level, [5, 95]))))
    assert swings[1] > swings[0] + 10
