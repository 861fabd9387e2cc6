"""True peaks stay under -1 dB, and what is under it stays as it was."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import signal
from tests.plugins.export.sounds import RATE, exported, program, quality, sine, take

from timbrel_export.dsp_peak import CEILING, Limiter, true_peaks

if TYPE_CHECKING:
    from pathlib import Path


def limited(sound: np.ndarray, size: int = 5 * RATE) -> np.ndarray:
    pieces = [sound[at : at + size] for at in range(0, len(sound), size)]
    return np.concatenate([*Limiter(RATE, sound.shape[1]).limited(pieces)])


def drums(seed: int, level: float) -> np.ndarray:
    """Strokes of noise (n, 2) whose peaks reach ``level``."""
    rng = np.random.default_rng(seed)
    fall = np.exp(-(np.arange(3 * RATE) % 12000) / 2000)[:, np.newaxis]
    sound = rng.standard_normal((3 * RATE, 2)) * fall
    return (level * sound / np.abs(sound).max()).astype(np.float32)


def test_a_peak_between_the_samples_is_seen() -> None:
    quarter = np.sin(np.pi / 2 * np.arange(4800) + np.pi / 4)[:, np.newaxis]  # 0.707 at most
    assert true_peaks(quarter)[100:-100].max() == pytest.approx(1.0, abs=1e-3)


def test_what_is_under_the_ceiling_comes_out_bit_for_bit() -> None:
    sound = drums(0, 0.6)
    assert np.array_equal(limited(sound), sound)


@pytest.mark.parametrize("seed", range(5))
def test_what_is_over_is_turned_down_under_it(seed: int) -> None:
    sound = drums(seed, 1.6)
    out = limited(sound)
    fine = np.abs(signal.resample_poly(out.astype(np.float64), 16, 1)).max()
    assert len(out) == len(sound) and 0.8 < fine < 1.025 * CEILING
    # Four times between the samples is what the standard asks for; here are sixteen.
    far = np.abs(sound).max(axis=1) < 0.2
    assert np.abs(out[far] - sound[far]).max() < 0.2  # turned down, not cut off
    assert np.corrcoef(out[:, 0], sound[:, 0])[0, 1] > 0.95


def test_a_steady_tone_that_is_too_loud_stays_a_tone() -> None:
    out = limited(sine(1000, 2 * RATE, 1.4)[:, np.newaxis].astype(np.float32))[:, 0]
    spectrum = np.abs(np.fft.rfft(out[RATE // 2 : -RATE // 2] * np.kaiser(RATE, 14)))
    beside = spectrum[np.abs(np.arange(len(spectrum)) - 1000) > 50].max() / spectrum.max()
    assert 20 * np.log10(beside) < -80


def test_the_pieces_do_not_matter_to_its_length() -> None:
    for frames in (1, 100, 5000, 240_000, 240_001):
        assert len(limited(np.ones((frames, 1), np.float32))) == frames


@pytest.mark.parametrize("rate", [44100, 96000])
def test_ffmpeg_sees_no_peak_over_the_ceiling_at_another_rate(tmp_path: Path, rate: int) -> None:
    made = take(drums(9, 0.99).T)
    exported(made, tmp_path / "a.wav", rate=rate, bits=32)
    assert quality(made)["true_peak"] <= -1.0
    wish = ["-hide_banner", "-nostats", "-af", "ebur128=peak=true", "-f", "null", "-"]
    command = [program("ffmpeg"), "-i", str(tmp_path / "a.wav"), *wish]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    peak = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", told)[-1])
    assert peak <= -0.8
    assert peak == pytest.approx(quality(made)["true_peak"], abs=0.3)
