"""What is done to all voices together: no clicks, no louder, and nothing at 0."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy import signal

from timbrel_grain.dsp_bus import Bus, treated
from timbrel_grain.dsp_level import WEIGHTING
from timbrel_grain.dsp_rough import Rough
from timbrel_grain.dsp_space import BLOCK, PREDELAY, Space, convolved, reach, response
from timbrel_grain.dsp_tilt import Tilt
from timbrel_grain.dsp_warm import Warm

RATE = 48000
STAGES = {"roughness": Rough, "brightness": Tilt, "warmth": Warm, "space": Space}


def tone(hertz: float, seconds: float) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return (0.2 * np.sin(2 * np.pi * hertz * time))[None].astype(np.float32)


def noise(seconds: float, channels: int = 1) -> np.ndarray:
    rng = np.random.default_rng(0)
    return (0.05 * rng.standard_normal((channels, round(seconds * RATE)))).astype(np.float32)


def fed(name: str, sound: np.ndarray, amounts: list[float]) -> np.ndarray:
    """A sound through one stage, block by block, at amounts that are taken in turn."""
    stage = STAGES[name](len(sound))
    starts = range(0, sound.shape[1] // BLOCK * BLOCK, BLOCK)
    blocks = [
        stage.feed(sound[:, start : start + BLOCK], amounts[number % len(amounts)])
        for number, start in enumerate(starts)
    ]
    return np.concatenate(blocks, axis=1)


def gain(name: str, hertz: float, amount: float) -> float:
    """What a stage does to a tone, in dB."""
    sound = tone(hertz, 1.0)
    out = fed(name, sound, [amount])
    span = slice(RATE // 4, RATE // 4 * 3)
    return float(10 * np.log10((out[:, span] ** 2).mean() / (sound[:, span] ** 2).mean()))


@pytest.mark.parametrize("name", STAGES)
def test_at_0_a_block_comes_out_as_the_very_same(name: str) -> None:
    block = noise(1)[:, :BLOCK]
    assert STAGES[name](1).feed(block, 0.0) is block
    assert Bus(1).feed(block, {}) is block


@pytest.mark.parametrize("name", STAGES)
def test_a_knob_that_jumps_does_not_click(name: str) -> None:
    sound = tone(300, 3.0)
    jumping = fed(name, sound, [0, 1, 1, 0, 0.3, 0.9, 0])
    highs = signal.butter(4, 6000, "highpass", fs=RATE, output="sos")
    click = np.abs(signal.sosfilt(highs, jumping, axis=1))[:, 5000:]
    assert click.max() < 2e-3


@pytest.mark.parametrize("name", STAGES)
@pytest.mark.parametrize("amount", [-1.0, 0.5, 1.0])
def test_none_of_them_is_a_volume_knob(name: str, amount: float) -> None:
    sound = noise(8, 2)
    blocks = treated(iter([sound]), {name: amount}, 2)
    out = np.concatenate(list(blocks), axis=1)[:, RATE * 3 :]
    there = sound[:, RATE * 3 : RATE * 3 + out.shape[1]]
    loud = [10 * np.log10(weighted(s).var()) for s in (there, out)]
    assert loud[1] == pytest.approx(loud[0], abs=0.7)


def weighted(sound: np.ndarray) -> np.ndarray:
    return np.asarray(signal.sosfilt(WEIGHTING, sound))


def test_blocks_may_be_of_any_length() -> None:
    sound, values = noise(1), {"space": 0.5, "roughness": 0.5, "warmth": 0.5, "brightness": 0.5}
    parts = (sound[:, a:b] for a, b in pairwise([0, 7, 5000, 5001, 30_000, RATE]))
    cut = np.concatenate(list(treated(parts, values, 1)), axis=1)
    whole = np.concatenate(list(treated(iter([sound]), values, 1)), axis=1)
    assert np.array_equal(cut, whole)


def test_rough_beats_some_seventy_times_a_second_but_in_the_bass() -> None:
    depths = []
    for amount in (0.2, 0.6, 1.0):
        out = fed("roughness", tone(2000, 3.0), [amount])[0]
        swing = np.abs(np.asarray(signal.hilbert(out)))[RATE // 4 :]
        beats = np.abs(np.fft.rfft(swing - swing.mean())) ** 2
        rates = np.fft.rfftfreq(len(swing), 1 / RATE)
        assert beats[(rates > 40) & (rates < 100)].sum() > 0.8 * beats.sum()
        depths.append(swing.std() / swing.mean())
    assert depths[0] < depths[1] < depths[2]
    low = fed("roughness", tone(50, 1.0), [1.0])
    assert np.abs(low).max() < 1.3 * 0.2


def test_what_lies_under_700_hz_beats_more_slowly() -> None:
    middles = []
    for hertz in (400, 2000):
        out = fed("roughness", tone(hertz, 3.0), [0.3])[0]
        swing = np.abs(np.asarray(signal.hilbert(out)))[RATE // 4 :]
        beats = np.abs(np.fft.rfft(swing - swing.mean())) ** 2
        middles.append(np.average(np.fft.rfftfreq(len(swing), 1 / RATE), weights=beats))
    assert middles[0] < 60 < middles[1]


def test_a_tilt_begins_at_1_khz_and_raises_no_air() -> None:
    dark = [gain("brightness", f, -1) for f in (200, 2000, 4000, 8000)]
    assert dark[0] > -2
    falls = [a - b for a, b in pairwise(dark)]
    assert 6 < falls[0] < falls[1] < falls[2] < 15
    bright = [gain("brightness", f, 1) for f in (200, 2000, 8000)]
    assert abs(bright[0]) < 1 < bright[1] < bright[2]
    assert gain("brightness", 20_000, 1) < bright[2]


def test_warmth_moves_the_body_against_what_lies_over_it() -> None:
    for end in (1, -1):
        apart = gain("warmth", 220, end) - gain("warmth", 900, end)
        assert apart == pytest.approx(28 * end, abs=4)
    assert abs(gain("warmth", 5000, 1)) < 1.5
    assert gain("warmth", 25, 1) < 10  # the rumble is not raised with the body
    assert gain("warmth", 25, -1) < -14  # but goes with it
    sound = fed("warmth", tone(220, 1.0), [1.0])[0]
    whole = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    second = len(sound) * 440 // RATE
    assert 0.01 < whole[second - 3 : second + 4].max() / whole.max() < 0.3


@pytest.mark.parametrize(("amount", "seconds"), [(0.25, 1.5), (0.5, 2.0), (1.0, 3.0)])
def test_a_room_dies_away_in_its_time_and_keeps_the_dry_sound(
    amount: float, seconds: float
) -> None:
    click = np.zeros((1, 4 * RATE), np.float32)
    click[0, 100] = 1
    out = fed("space", click, [amount])
    assert out[0, 100] == pytest.approx(1, abs=1e-4)
    assert np.abs(out[0, 101 : 100 + int(PREDELAY * RATE)]).max() < 1e-4
    sos = signal.butter(2, (700, 1800), "bandpass", fs=RATE, output="sos")
    tail = np.asarray(signal.sosfilt(sos, out[0]))[100 + int(0.04 * RATE) :] ** 2
    left = 10 * np.log10(np.cumsum(tail[::-1])[::-1] / tail.sum() + 1e-9)
    first, second = (int(np.argmax(left < d)) for d in (-5, -25))
    assert 3 * (second - first) / RATE == pytest.approx(seconds, rel=0.25)


def test_a_room_rings_on_when_the_knob_goes_back_and_is_then_quite_still() -> None:
    stage, block = Space(1), noise(0.1)[:, :BLOCK]
    stage.feed(block, 0.5)
    still = np.zeros((1, BLOCK), np.float32)
    assert np.abs(stage.feed(still, 0.0)).max() > 1e-3
    rung = [stage.feed(still, 0.0) for _ in range(100)]
    assert np.abs(rung[0]).max() > 1e-5
    assert rung[-1] is still


def test_the_two_sides_of_a_room_differ() -> None:
    sides = np.fft.irfft(response(8, 2), axis=2).reshape(2, -1)
    assert abs((sides[0] * sides[1]).sum()) < 0.1 * (sides[0] ** 2).sum()


@pytest.mark.parametrize("room", [0, 5, 16])
def test_what_of_a_room_is_passed_over_is_not_heard(room: int) -> None:
    answer = response(room, 1)
    sent = np.random.default_rng(0).standard_normal((1, 80, BLOCK + 1)).astype(np.complex64)
    whole = convolved(sent, 3, answer, np.full(answer.shape[1], BLOCK + 1))
    heard = convolved(sent, 3, answer, reach(room))
    assert reach(room)[0] == BLOCK + 1
    assert (reach(room) < BLOCK + 1).any()
    assert (np.abs(whole - heard) ** 2).sum() < 1e-5 * (np.abs(whole) ** 2).sum()
