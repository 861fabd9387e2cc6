"""What is measured of a sound is what is in it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.plugins.export.sounds import RATE, exported, quality, sine, take

if TYPE_CHECKING:
    from pathlib import Path


def test_the_quality_of_a_known_sound(tmp_path: Path) -> None:
    made = take(sine(1000, 4 * RATE, 0.5))
    exported(made, tmp_path / "a.wav")
    facts = quality(made)
    assert facts["true_peak"] == pytest.approx(-6.02, abs=0.02)
    assert facts["loudness"] == pytest.approx(-9.03, abs=0.1)
    assert (facts["dc"], facts["clicks"], facts["turned_down"]) == (0, 0, 0)
    assert facts["over_20k"] < -120 and "over_20k_exceeds" not in facts


def test_what_lies_above_20_khz_is_held_against_the_source(tmp_path: Path) -> None:
    sound = sine(1000, RATE, 0.5) + sine(22000, RATE, 0.005)
    for source, more in ((-60.0, True), (-30.0, False)):
        made = take(sound, provenance={"over_20k": source})
        exported(made, tmp_path / "a.wav")
        facts = quality(made)
        assert facts["over_20k"] == pytest.approx(-40, abs=0.5)
        assert (facts["over_20k_source"], facts["over_20k_exceeds"]) == (source, more)


def test_a_sound_so_high_that_nobody_hears_it_exceeds_nothing(tmp_path: Path) -> None:
    made = take(sine(1000, RATE), provenance={"over_20k": -200.0})
    exported(made, tmp_path / "a.wav")
    assert quality(made)["over_20k_exceeds"] is False


@pytest.mark.parametrize("name", ["wav", "mp3"])
def test_the_digest_is_of_the_samples_as_they_were_rendered(tmp_path: Path, name: str) -> None:
    sound = np.stack([sine(440), sine(550)]).astype(np.float32)
    whole = hashlib.sha256(np.ascontiguousarray(sound.T).tobytes()).hexdigest()
    for options in ({}, {"rate": 44100}, {"channels": 1}):
        made = take(sound)
        exported(made, tmp_path / f"a.{name}", **options)
        assert quality(made)["sound"] == whole


def test_silence_is_measured_too(tmp_path: Path) -> None:
    made = take(np.zeros(RATE))
    exported(made, tmp_path / "a.flac")
    facts = quality(made)
    assert (facts["true_peak"], facts["loudness"], facts["over_20k"]) == (None, None, None)
