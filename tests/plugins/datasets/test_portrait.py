"""A portrait tells what is heard, whatever the length, and is measured once."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timbrel import Audio, Kernel
from timbrel_datasets.dsp_near import distances
from timbrel_datasets.dsp_portrait import measured
from timbrel_datasets.portrait import Portrait, portrayed


@pytest.mark.parametrize("count", [1, 2, 5, 8])
def test_each_stroke_is_an_onset(struck: Any, count: int) -> None:
    times = tuple(0.05 + 0.25 * index for index in range(count))
    assert measured(struck(300.0, times, 2.2)).onsets == count


def test_a_sound_that_only_goes_on_has_one_onset() -> None:
    time = np.arange(96000) / 48000
    tremolo = (0.5 + 0.1 * np.sin(2 * np.pi * 5 * time)) * np.sin(2 * np.pi * 200 * time)
    assert measured(Audio(tremolo.astype(np.float32)[np.newaxis], 48000)).onsets == 1


@pytest.mark.parametrize("hertz", [110.0, 440.0, 3000.0])
def test_loudness_is_the_level_in_db_and_brightness_where_it_sounds(hertz: float) -> None:
    time = np.arange(48000) / 48000
    for level in (0.5, 0.005):
        sine = level * np.sin(2 * np.pi * hertz * time)
        portrait = measured(Audio(np.stack([sine, sine]).astype(np.float32), 48000))
        assert portrait.loudness == pytest.approx(20 * np.log10(level) - 3.01, abs=0.5)
        assert portrait.brightness == pytest.approx(hertz, rel=0.1)


def test_silence_around_a_sound_makes_it_stiller_and_not_softer(struck: Any) -> None:
    tight, loose = measured(struck(seconds=0.5)), measured(struck(seconds=5.0))
    assert loose.still > 0.8 > 0.1 > tight.still
    assert loose.loudness == pytest.approx(tight.loudness, abs=1)


def test_two_sides_that_cancel_out_are_heard_all_the_same(struck: Any) -> None:
    side = struck().samples[0]
    portrait = measured(Audio(np.stack([side, -side]), 48000))
    assert portrait.loudness == pytest.approx(measured(struck()).loudness, abs=0.1)


def test_another_pitch_is_further_off_than_the_same_sound_coded(struck: Any) -> None:
    first = struck(300.0).samples
    grain = np.random.default_rng(0).normal(0, 1e-4, first.shape)
    coded = (np.round((first + grain) * 2**13) / 2**13).astype(np.float32)
    shapes = [measured(Audio(x, 48000)).shape for x in (first, coded, struck(450.0).samples)]
    apart = distances(shapes)
    assert apart[0, 1] < 0.5 * apart[0, 2]


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9000), st.integers(1, 2), st.sampled_from([8000, 48000]), st.floats(0, 2))
def test_any_sound_has_a_portrait_that_json_can_hold(
    frames: int, channels: int, rate: int, level: float
) -> None:
    noise = np.random.default_rng(frames).normal(0, level, (channels, frames))
    portrait = measured(Audio(noise.astype(np.float32), rate))
    assert Portrait.from_json(json.loads(json.dumps(asdict(portrait)))) == portrait
    assert portrait.onsets >= 1 and 0 <= portrait.still <= 1


def test_it_is_measured_once_and_anew_where_the_cache_is_damaged(clip: Any, kernel: Kernel) -> None:
    one = clip("a")
    first = portrayed(one, kernel.places)
    (page,) = (kernel.places.cache).rglob("*.json")
    page.write_text(page.read_text().replace(f'"onsets": {first.onsets}', '"onsets": 77'))
    assert portrayed(one, kernel.places).onsets == 77
    for junk in ("", "[]", "{}", page.read_text().replace("77", "NaN")):
        page.write_text(junk)
        assert portrayed(one, kernel.places) == first
