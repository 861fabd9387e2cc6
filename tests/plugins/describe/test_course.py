"""The course of a sound: its qualities stretch by stretch, its level, where sounds begin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Kernel, Problem, offers

if TYPE_CHECKING:
    from pathlib import Path

RATE = 48000


def describe(kernel: Kernel, path: Path, **given: Any) -> dict[str, Any]:
    return kernel.host.find(offers.Action, "describe").run(kernel, path, **given)


@pytest.fixture
def rising(tmp_path: Path) -> Path:
    """Two seconds that are dark and soft, then two that are bright and loud."""
    time = np.arange(2 * RATE) / RATE
    dark, bright = (np.sin(2 * np.pi * hertz * time) for hertz in (200, 4000))
    soundfile.write(tmp_path / "rising.wav", np.concatenate([0.05 * dark, 0.5 * bright]), RATE)
    return tmp_path / "rising.wav"


@pytest.fixture
def struck(tmp_path: Path, sounds: Any) -> Path:
    """Strokes at half a second, one and two and a half, of three seconds."""
    soundfile.write(tmp_path / "struck.wav", sounds.strokes([0.5, 1.0, 2.5], 3.0), RATE)
    return tmp_path / "struck.wav"


def test_each_quality_is_told_stretch_by_stretch(kernel: Kernel, rising: Path) -> None:
    answer = describe(kernel, rising, every=1.0)
    over = answer["over_time"]
    assert over["every"] == 1.0
    assert set(over["descriptors"]) == set(kernel.host.table(offers.Descriptor))
    low, _, _, high = over["descriptors"]["brightness"]
    assert high > low + 5
    soft, _, _, loud = over["descriptors"]["loudness"]
    assert loud - soft == pytest.approx(20, abs=0.2)
    assert "Over time, every 1.00 s" in answer["says"]


def test_the_level_is_a_curve_in_decibels(kernel: Kernel, rising: Path) -> None:
    told = describe(kernel, rising, every=1.0)["level"]
    values = told["values"]
    assert len(values) <= 100 and len(values) * told["every"] == pytest.approx(4, abs=0.1)
    assert values[5] == pytest.approx(-29, abs=0.5) and values[-5] == pytest.approx(-9, abs=0.5)


def test_onsets_are_told_in_the_sounds_own_time(kernel: Kernel, struck: Path) -> None:
    told = describe(kernel, struck, every=1.0)["onsets"]
    assert told["count"] == 3
    assert told["seconds"] == pytest.approx([0.5, 1.0, 2.5], abs=0.03)
    assert told["per_second"] == pytest.approx(1.0)


def test_a_long_sound_has_longer_stretches(kernel: Kernel, rising: Path) -> None:
    over = describe(kernel, rising, every=0.1)["over_time"]["descriptors"]["loudness"]
    assert len(over) == 40
    sound = np.tile(soundfile.read(rising)[0], 4)
    soundfile.write(rising, sound, RATE)
    told = describe(kernel, rising, every=0.1)["over_time"]
    assert len(told["descriptors"]["loudness"]) == 48 and told["every"] == pytest.approx(16 / 48)


@pytest.mark.parametrize("every", [0.0, -1.0, 0.01, float("nan"), float("inf")])
def test_a_stretch_too_short_is_refused(kernel: Kernel, rising: Path, every: float) -> None:
    with pytest.raises(Problem, match=r"too short|cannot"):
        describe(kernel, rising, every=every)


def test_silence_has_a_course_too(kernel: Kernel, tmp_path: Path) -> None:
    from timbrel import Audio
    from timbrel_describe.course import course

    kinds = kernel.host.table(offers.Descriptor)
    told = course(Audio(np.zeros((1, RATE), np.float32), RATE), kinds, 0.5)
    assert told["onsets"] == {"count": 0, "per_second": 0.0, "seconds": []}
    assert set(told["level"]["values"]) == {-120.0}
    json.dumps(told, allow_nan=False)


def test_a_picture_is_drawn_small_enough_to_be_sent(kernel: Kernel, struck: Path) -> None:
    path = struck.with_suffix(".png")
    answer = describe(kernel, struck, picture=path)
    assert answer["picture"] == str(path) and str(path) in answer["says"]
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG") and len(data) < 45_000
    noisy = np.random.default_rng(0).standard_normal(10 * RATE) * 0.1
    soundfile.write(struck, noisy, RATE)
    describe(kernel, struck, picture=path)
    assert path.read_bytes() != data and len(path.read_bytes()) < 45_000


def test_a_picture_has_the_name_of_one(kernel: Kernel, struck: Path) -> None:
    before = struck.read_bytes()
    with pytest.raises(Problem, match="no name for a picture"):
        describe(kernel, struck, picture=struck)
    assert struck.read_bytes() == before
