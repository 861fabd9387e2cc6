"""What is known of a recording: measured once, kept by its content, and where its sounds begin."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from timbrel import Audio, Problem, offers
from timbrel_grain import dsp_analysis as analysis
from timbrel_grain import dsp_spectrum as spectrum

if TYPE_CHECKING:
    from pathlib import Path

RATE = 48000


def clip(sound: np.ndarray, digest: str = "d") -> offers.Clip:
    samples = np.atleast_2d(sound).astype(np.float32)
    return offers.Clip("a", digest, samples.shape[1] / RATE, 1, lambda: Audio(samples, RATE))


def unreadable() -> Audio:
    raise AssertionError("read again")


def envelope(sound: np.ndarray) -> np.ndarray:
    samples = np.atleast_2d(sound).astype(np.float32)
    return spectrum.envelope(spectrum.spectra(samples, spectrum.centres(samples.shape[1])))


def clicks(every: float, seconds: float = 2.0, level: float = 0.5) -> np.ndarray:
    """Short strokes of noise that die away, the first after a tenth of a second."""
    rng = np.random.default_rng(0)
    sound = np.zeros(round(seconds * RATE))
    stroke = level * rng.standard_normal(2400) * np.exp(-np.arange(2400) / 400)
    for start in np.arange(0.1, seconds - 0.1, every):
        first = round(start * RATE)
        sound[first : first + 2400] += stroke
    return sound


def tone(hertz: float, seconds: float = 0.5, level: float = 0.5) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def test_an_analysis_is_kept_by_the_digest_of_the_file(tmp_path: Path) -> None:
    first = analysis.analysed(clip(tone(440)), tmp_path)
    kept = offers.Clip("b", "d", 0.5, 1, unreadable)
    again = analysis.analysed(kept, tmp_path)
    assert np.array_equal(first.envelope, again.envelope)
    assert again.name == "b" and again.samples == first.samples == RATE // 2
    with pytest.raises(AssertionError, match="read again"):
        analysis.analysed(offers.Clip("b", "e", 0.5, 1, unreadable), tmp_path)


@pytest.mark.parametrize("damage", [b"", b"rubbish", b"\x93NUMPY\x01\x00"])
def test_a_damaged_analysis_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    first = analysis.analysed(clip(tone(440)), tmp_path)
    (path,) = tmp_path.rglob("*.npz")
    path.write_bytes(damage)
    assert np.array_equal(analysis.analysed(clip(tone(440)), tmp_path).envelope, first.envelope)
    with np.load(path) as kept:
        assert kept["envelope"].shape == first.envelope.shape


def test_an_analysis_stretch_by_stretch_is_that_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = analysis.analysed(clip(tone(440) + 0.01), tmp_path / "a")
    monkeypatch.setattr(analysis, "STRETCH", 7)
    parts = analysis.analysed(clip(tone(440) + 0.01), tmp_path / "b")
    assert np.allclose(parts.envelope, whole.envelope, atol=1e-3)
    assert np.allclose(parts.offset, 0.01, atol=1e-3)


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path, full_disk) -> None:
    with full_disk(1000):
        found = analysis.analysed(clip(tone(440)), tmp_path)
    assert found.envelope.shape[1] == spectrum.BANDS
    assert not list(tmp_path.rglob("*.npz"))


def test_nothing_to_hear_is_a_problem(tmp_path: Path) -> None:
    silent = analysis.analysed(clip(np.zeros(RATE)), tmp_path)
    with pytest.raises(Problem, match="nothing to hear"):
        analysis.checked([silent])
    with pytest.raises(Problem):
        analysis.checked([])
    loud = analysis.analysed(clip(tone(440), "other"), tmp_path)
    assert analysis.checked([silent, loud]) == [silent, loud]


@pytest.mark.parametrize("every", [0.15, 0.25, 0.5])
def test_the_strokes_of_a_train_are_its_events(every: float) -> None:
    found = analysis.events(envelope(clicks(every)))
    times = np.array([(start - 1) * spectrum.HOP / RATE for start, _ in found])
    strokes = np.arange(0.1, 1.9, every)
    assert len(times) == len(strokes)
    assert np.abs(times - strokes).max() < 0.035


def test_a_sound_that_lasts_is_one_event_that_ends_when_it_has_died() -> None:
    sound = np.concatenate([tone(220, 1.0) * np.linspace(1, 0, RATE), np.zeros(RATE)])
    found = analysis.events(envelope(sound))
    assert len(found) == 1
    assert found[0][0] <= 3
    assert 80 < found[0][1] < 110  # of 188 frames


def test_vibrato_is_no_onset() -> None:
    time = np.arange(2 * RATE) / RATE
    wobble = 0.3 * np.sin(2 * np.pi * 440 * time + 6 * np.sin(2 * np.pi * 5 * time))
    assert len(analysis.events(envelope(wobble))) == 1


def test_events_follow_each_other_within_the_recording() -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        frames = rng.uniform(-110, 0, (int(rng.integers(4, 60)), spectrum.BANDS))
        found = analysis.events(frames.astype(np.float32))
        assert found and all(0 <= a < b <= len(frames) for a, b in found)
        assert all(a[1] <= b[0] for a, b in pairwise(found))


def test_conditions_are_loudness_and_brightness() -> None:
    loud, soft = (analysis.conditions(analysis.folded(envelope(s), -110)) for s in PAIR)
    assert loud.shape[1] == len(analysis.CONDITIONS)
    middle = len(loud) // 2
    assert loud[middle, 0] - soft[middle, 0] == pytest.approx(20, abs=0.5)
    dark, bright = (
        analysis.conditions(analysis.folded(envelope(tone(hertz)), -110))[middle, 1]
        for hertz in (200, 4000)
    )
    assert dark + 20 < bright


PAIR = (tone(1000), 0.1 * tone(1000))


@pytest.mark.parametrize("frames", [1, 4, 5, 8])
def test_a_folded_envelope_has_whole_latent_frames_and_a_floor(frames: int) -> None:
    folded = analysis.folded(np.full((frames, spectrum.BANDS), -130, np.float32), -100)
    assert len(folded) % 4 == 0 and frames <= len(folded) < frames + 4
    assert (folded == -100).all()
