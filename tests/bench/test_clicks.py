"""The search for clicks finds those that are there, and no others."""

from __future__ import annotations

import numpy as np
from tests.bench.clicks import clicks, counted, wandering
from tests.bench.distance import RATE

from timbrel import Audio, Control

TIME = np.arange(2 * RATE) / RATE
TONE = 0.5 * np.sin(2 * np.pi * 220 * TIME)


def test_a_tone_has_none_and_each_jump_in_it_is_one() -> None:
    assert clicks(TONE) == 0
    broken = TONE.copy()
    broken[RATE:] += 0.4
    assert 0 < clicks(broken) <= 4


def test_a_click_between_two_blocks_is_found() -> None:
    broken = np.concatenate([TONE, TONE + 0.4] * 6)[None].astype(np.float32)
    blocks = (Audio(broken[:, at : at + 2048], RATE) for at in range(0, broken.shape[1], 2048))
    assert min(counted(blocks)) >= 11


def test_a_stroke_is_no_click_though_it_begins_at_once() -> None:
    strokes = np.exp(-20 * (TIME % 0.5)) * np.random.default_rng(0).normal(0, 0.1, len(TIME))
    assert clicks(strokes) == 0


def test_knobs_that_wander_stay_within_bounds_and_jump_now_and_then() -> None:
    control = Control("brightness", -1, 1, 0)
    motion = wandering({"brightness": control}, 60.0, np.random.default_rng(1))
    places = np.array([motion.at(now)["brightness"] for now in np.arange(0, 60, 0.01)])
    assert -1 <= places.min() < -0.5 and 0.5 < places.max() <= 1
    steps = np.abs(np.diff(places))
    assert (steps > 0.2).sum() > 3 and (steps < 0.02).mean() > 0.9
