"""The demo's sounds: many kinds, in tune, clean, and the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from timbrel_demo.dsp_filter import RATE
from timbrel_demo.dsp_sounds import NAMES, make_sounds, sound
from timbrel_demo.dsp_string import bow, pluck

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made() -> dict[str, np.ndarray]:
    return {name: sound(index, 0) for index, name in enumerate(NAMES)}


def pitch(wave: np.ndarray, near: float) -> float:
    """The strongest partial within half a tone of ``near``, in Hz."""
    size = 2**18
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), size))
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    close = np.abs(np.log2(hertz[1:] / near)) < 1 / 24
    return float(hertz[1:][close][np.argmax(spectrum[1:][close])])


def test_there_are_24_of_several_lengths_a_minute_in_all(made: dict[str, np.ndarray]) -> None:
    seconds = [samples.shape[1] / RATE for samples in made.values()]
    assert len(set(NAMES)) == 24
    assert min(seconds) >= 0.3
    assert max(seconds) <= 6.0
    assert 45 <= sum(seconds) <= 65
    assert {samples.shape[0] for samples in made.values()} == {1, 2}


def test_each_is_clean(made: dict[str, np.ndarray]) -> None:
    for name, samples in made.items():
        assert samples.dtype == np.float32, name
        assert np.isfinite(samples).all(), name
        assert 0.05 < np.abs(samples).max() < 0.75, name
        assert np.abs(samples.mean(axis=1)).max() < 1e-3, name
        assert np.abs(samples[:, [0, -1]]).max() < 1e-4, name
        assert np.abs(np.diff(samples[:, -240:])).max() < 1e-3, name


def test_their_levels_differ_as_in_nature(made: dict[str, np.ndarray]) -> None:
    peaks = [20 * np.log10(np.abs(samples).max()) for samples in made.values()]
    assert max(peaks) - min(peaks) > 12
    assert len({round(peak) for peak in peaks}) > 8


@pytest.mark.parametrize(
    ("name", "hertz"),
    [
        ("pluck-d3", 146.83),
        ("bow-a3-swell", 220.0),
        ("marimba-d4", 293.66),
        ("pluck-low-d2", 73.42),
    ],
)
def test_they_are_in_tune(made: dict[str, np.ndarray], name: str, hertz: float) -> None:
    cents = 1200 * np.log2(pitch(made[name][0], hertz) / hertz)
    assert abs(cents) < 12


def test_a_plucked_string_is_in_tune_and_falls_as_long_as_asked() -> None:
    wave = pluck(220.0, 2.0, np.random.default_rng(0), decay=2.0)
    assert pitch(wave, 220.0) == pytest.approx(220.0, abs=0.3)
    time = np.arange(4800) / RATE
    levels = [
        abs(np.exp(-2j * np.pi * 220 * time) @ wave[start : start + 4800])
        for start in (24000, 72000)
    ]
    assert 20 * np.log10(levels[0] / levels[1]) == pytest.approx(30, abs=4)


def test_a_bowed_string_slips_once_a_period() -> None:
    frames = RATE // 2
    even = np.ones(frames)
    wave = bow(220 * even, 0.3 * even, 1.25 * even, spot=0.145)[frames // 2 :]
    assert pitch(wave, 220.0) == pytest.approx(220.0, abs=1.5)
    partials = [pitch(wave, 220.0 * n) / n for n in range(1, 6)]
    assert partials == pytest.approx([220.0] * 5, abs=1.5)
    ends = np.sign(wave) * (np.abs(wave) > 0.6 * np.abs(wave).max())
    falls = np.flatnonzero(np.diff(ends[ends != 0]) < 0)
    assert len(falls) / (len(wave) / RATE) == pytest.approx(220, rel=0.05)


def test_a_seed_gives_the_same_sounds_and_another_seed_others(made: dict[str, np.ndarray]) -> None:
    for index in (0, 7, 17, 20, 23):
        assert (sound(index, 0) == made[NAMES[index]]).all()
        assert (sound(index, 1) != made[NAMES[index]]).any()


def test_they_are_written_whole_as_48_khz_and_24_bits(tmp_path: Path) -> None:
    paths = make_sounds(tmp_path / "new" / "sounds", 0)
    assert [path.stem for path in paths] == list(NAMES)
    assert set(paths) == set((tmp_path / "new" / "sounds").iterdir())
    for path in paths:
        facts = soundfile.info(path)
        assert (facts.samplerate, facts.subtype) == (48000, "PCM_24")
