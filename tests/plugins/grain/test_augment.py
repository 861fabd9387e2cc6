"""Augmentation changes what it says it changes, by no more than it is allowed to."""

from __future__ import annotations

import numpy as np
import pytest

from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_augment import KINDS, Augmentation, stretched, transposed

NONE = dict.fromkeys(KINDS, 0.0)


def slope(frames: int = 200) -> np.ndarray:
    """An envelope whose level tells the frame: no two frames are alike."""
    return np.linspace(-90, -10, frames, dtype=np.float32)[:, None].repeat(spectrum.BANDS, axis=1)


def test_every_kind_is_used_and_counted() -> None:
    augmentation = Augmentation(1.0, dict.fromkeys(KINDS, 1.0))
    rng = np.random.default_rng(0)
    for _ in range(100):
        augmentation.crop(slope(), 16, rng)
    assert augmentation.counts["crops"] == augmentation.counts["augmented"] == 100
    assert all(25 < augmentation.counts[kind] < 75 for kind in KINDS)


def test_a_share_of_0_changes_nothing() -> None:
    augmentation = Augmentation(0.0, {"pitch": 12, "stretch": 1, "loudness": 24, "noise": 6})
    rng = np.random.default_rng(0)
    whole = {row.tobytes() for row in slope()}
    for _ in range(20):
        crop = augmentation.crop(slope(), 16, rng)
        assert all(row.tobytes() in whole for row in crop)
    assert augmentation.counts["augmented"] == 0
    assert not any(augmentation.counts[kind] for kind in KINDS)


def test_half_a_share_changes_half() -> None:
    augmentation = Augmentation(0.5, {**NONE, "loudness": 6})
    rng = np.random.default_rng(0)
    for _ in range(400):
        augmentation.crop(slope(20), 4, rng)
    assert 160 < augmentation.counts["augmented"] < 240
    assert not augmentation.counts["pitch"]  # no width, nothing to count


def test_a_kind_stays_within_its_range() -> None:
    augmentation = Augmentation(1.0, {**NONE, "loudness": 6.0})
    flat = np.full((50, spectrum.BANDS), -40, np.float32)
    rng = np.random.default_rng(0)
    levels = [float(augmentation.crop(flat, 8, rng).mean()) for _ in range(200)]
    assert min(levels) >= -46 and max(levels) <= -34
    assert min(levels) < -44.5 and max(levels) > -35.5


def test_stretching_changes_the_speed_within_its_range() -> None:
    augmentation = Augmentation(1.0, {**NONE, "stretch": 1.0})
    rng = np.random.default_rng(0)
    own = float(np.diff(slope()[:2, 0])[0])
    speeds = [
        float(np.diff(augmentation.crop(slope(), 16, rng)[:, 0]).mean()) / own for _ in range(100)
    ]
    assert 0.49 < min(speeds) < 0.7 and 1.5 < max(speeds) < 2.01


def test_a_recording_that_is_too_short_is_held_at_its_last_frame() -> None:
    crop = stretched(slope(3), 8, 1.0, np.random.default_rng(0))
    assert crop.shape == (8, spectrum.BANDS)
    assert np.array_equal(crop[:3], slope(3))
    assert np.array_equal(crop[3:], np.repeat(slope(3)[-1:], 5, axis=0))


@pytest.mark.parametrize("semitones", [-12, -5, 3, 12])
def test_pitch_moves_a_tone_to_its_band(semitones: float) -> None:
    here, centres = 55, spectrum.band_edges()[1:-1]
    frames = np.full((4, spectrum.BANDS), -80, np.float32)
    frames[:, here - 1 : here + 2] = (-20, -10, -20)
    there = transposed(frames, semitones).argmax(axis=1)
    expected = int(np.abs(centres - centres[here] * 2 ** (semitones / 12)).argmin())
    assert (np.abs(there - expected) <= 1).all()


def test_a_pitch_of_nothing_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    frames = rng.uniform(-90, 0, (5, spectrum.BANDS)).astype(np.float32)
    assert np.allclose(transposed(frames, 0.0), frames, atol=1e-3)
