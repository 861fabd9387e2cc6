"""Loudness as EBU R 128 has it."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.plugins.export.sounds import RATE, exported, program, quality, sine, take

from timbrel_export.dsp_loudness import Loudness, weighting

if TYPE_CHECKING:
    from pathlib import Path


def measured(sound: np.ndarray, rate: int = RATE, size: int = 7777) -> float | None:
    meter = Loudness(rate, sound.shape[1])
    for at in range(0, len(sound), size):
        meter.feed(sound[at : at + size])
    return meter.integrated()


def both(wave: np.ndarray) -> np.ndarray:
    return np.stack([wave, wave], axis=1)


def test_the_filters_are_those_of_the_standards_table() -> None:
    shelf, high = weighting(48000)
    assert shelf[:3] == pytest.approx([1.53512485958697, -2.69169618940638, 1.19839281085285])
    assert shelf[4:] == pytest.approx([-1.69065929318241, 0.73248077421585])
    assert high[4:] == pytest.approx([-1.99004745483398, 0.99007225036621])


@pytest.mark.parametrize("rate", [44100, 48000, 96000])
@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_a_tone_in_both_channels_is_as_loud_as_its_level(rate: int, level: float) -> None:
    wave = sine(1000, 20 * rate, 10 ** (level / 20), rate)  # EBU Tech 3341, cases 1 and 2
    assert measured(both(wave), rate) == pytest.approx(level, abs=0.1)


def test_silence_and_what_is_much_softer_do_not_count() -> None:
    parts = [(-36, 10), (-23, 60), (-36, 10)]  # EBU Tech 3341, case 3
    wave = np.concatenate([sine(1000, s * RATE, 10 ** (db / 20)) for db, s in parts])
    assert measured(both(wave)) == pytest.approx(-23, abs=0.1)
    assert measured(both(np.concatenate([wave, np.zeros(30 * RATE)]))) == pytest.approx(
        -23, abs=0.1
    )


def test_what_is_silent_or_shorter_than_a_block_has_no_loudness() -> None:
    assert measured(np.zeros((RATE, 1))) is None
    assert measured(np.ones((RATE // 3, 1))) is None


def test_ffmpeg_finds_the_same(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    sound = rng.standard_normal((2, 12 * RATE)) * np.repeat(rng.uniform(0.001, 0.2, 12), RATE)
    made = take(sound)
    exported(made, tmp_path / "a.wav", bits=32)
    wish = ["-hide_banner", "-nostats", "-af", "ebur128", "-f", "null", "-"]
    command = [program("ffmpeg"), "-i", str(tmp_path / "a.wav"), *wish]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    theirs = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", told)[-1])
    assert quality(made)["loudness"] == pytest.approx(theirs, abs=0.1)
