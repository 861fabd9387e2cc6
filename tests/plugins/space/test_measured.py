"""Measured responses become a compact head, and nothing of note is lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from timbrel import Problem
from timbrel_space.convert import main, opened
from timbrel_space.dsp_head import TAPS, Head
from timbrel_space.dsp_measured import condensed, stored
from timbrel_space.dsp_phase import delays, minimum

RATE = 44100.0
SOFA = Path("/usr/share/libmysofa/MIT_KEMAR_normal_pinna.sofa")


def sphere(steps: dict[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Responses and places of a made-up head: an ear that is later and softer on its far side.

    ``steps`` are degrees of azimuth for each ring's elevation.
    """
    places = [(a, e) for e, step in steps.items() for a in range(0, 360, step)]
    place = np.radians(np.array(places, float))
    lateral = np.sin(place[:, 0]) * np.cos(place[:, 1])
    hertz = np.fft.rfftfreq(512, 1 / RATE)
    ears = []
    for towards in (lateral, -lateral):
        late = 0.001 - 0.0003 * towards
        soft = (1 - towards)[:, None] * (hertz / 20000) ** 0.5 / 2
        ears.append(minimum(np.exp(-soft)) * np.exp(-2j * np.pi * hertz * late[:, None]))
    return np.fft.irfft(np.stack(ears, axis=1)), np.array(places, float)


RINGS = {-10: 10, 0: 5, 10: 10, 20: 10, 30: 10, 40: 10, 50: 15, 60: 15, 70: 20, 80: 30, 90: 360}


def test_delay_and_level_come_apart_and_are_both_kept() -> None:
    head = condensed(*sphere(RINGS), RATE)
    assert head.lowest == -10 and head.responses.shape == (11, 72, TAPS)
    ring = head.delays[1] - head.delays[1].min()
    wanted = 0.0003 * (1 - np.sin(np.radians(np.arange(0, 360, 5))))
    assert np.abs(ring - wanted).max() < 15e-6
    level = 20 * np.log10(np.abs(np.fft.rfft(head.responses[1], 480)))
    shade = level[18, 20:180] - level[54, 20:180]  # left and right, 2 to 18 kHz
    hertz = np.arange(2000, 18000, 100)
    assert np.abs(shade - 8.686 * (hertz / 20000) ** 0.5).max() < 0.5


def test_a_loudspeaker_that_colours_all_directions_is_taken_out() -> None:
    responses, places = sphere(RINGS)
    colour = minimum(np.interp(np.arange(257), [0, 40, 120, 256], [1.0, 3.0, 0.3, 0.5]))
    coloured = np.fft.irfft(np.fft.rfft(responses) * colour)
    plain, heard = (condensed(sound, places, RATE) for sound in (responses, coloured))
    missed = np.abs(np.fft.rfft(heard.responses, 480)) / np.abs(np.fft.rfft(plain.responses, 480))
    assert np.abs(20 * np.log10(missed[..., 5:180])).max() < 0.5  # 500 Hz to 18 kHz
    assert np.abs(heard.delays - plain.delays).max() < 5e-6


def test_a_ring_of_other_steps_is_read_between_them() -> None:
    head = condensed(*sphere(RINGS), RATE)
    coarse = condensed(*sphere({**RINGS, 0: 10}), RATE)
    assert np.abs(head.delays[1] - coarse.delays[1]).max() < 5e-6


def test_sixteen_bits_are_enough(tmp_path: Path) -> None:
    head = condensed(*sphere(RINGS), RATE)
    stored(head, tmp_path / "a.safetensors")
    back = Head.read(tmp_path / "a.safetensors")
    lost = np.square(back.responses - head.responses).sum(-1) / np.square(head.responses).sum(-1)
    assert 10 * np.log10(lost.max()) < -60
    assert np.allclose(back.delays, head.delays, atol=1e-9) and back.lowest == head.lowest


def test_directions_that_do_not_lie_in_rings_are_refused() -> None:
    responses, places = sphere(RINGS)
    with pytest.raises(Problem, match="rings"):
        condensed(responses[:-1], places[:-1], RATE)
    with pytest.raises(Problem, match="ring at 0 degrees"):
        condensed(np.delete(responses, 40, 0), np.delete(places, 40, 0), RATE)


def test_a_minimum_phase_response_comes_at_once_and_keeps_its_level() -> None:
    level = 1 + 0.9 * np.cos(np.linspace(0, 20, 2049))
    spectrum = minimum(level)
    assert np.allclose(np.abs(spectrum), level, rtol=1e-6)
    power = np.cumsum(np.fft.irfft(spectrum) ** 2)
    assert power[40] > 0.99 * power[-1]


@pytest.mark.parametrize("late", [0.0003, 0.00071, 0.0015])
def test_a_pure_delay_is_found_between_the_samples(late: float) -> None:
    hertz = np.fft.rfftfreq(4096, 1 / RATE)
    coloured = minimum(1 + 0.5 * np.cos(hertz / 900))
    found = delays(np.exp(-2j * np.pi * hertz * late) * coloured, RATE)
    assert float(found) == pytest.approx(late, abs=4e-7)


def test_a_file_that_is_no_head_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.sofa").write_bytes(b"nothing of the kind")
    assert main([str(tmp_path / "a.sofa"), str(tmp_path / "b.safetensors")]) == 1
    assert "SOFA" in capsys.readouterr().err
    assert not (tmp_path / "b.safetensors").exists()
    assert main([]) == 2


def test_the_shipped_head_is_the_measured_one(tmp_path: Path) -> None:
    pytest.importorskip("h5py", reason="SOFA files are HDF5")
    if not SOFA.exists():
        pytest.skip("KEMAR is not on this machine (Debian: libmysofa1)")
    stored(condensed(*opened(SOFA)), tmp_path / "a.safetensors")
    made, shipped = Head.read(tmp_path / "a.safetensors"), Head.read()
    assert np.allclose(made.responses, shipped.responses, atol=1e-4)
    assert np.allclose(made.delays, shipped.delays, atol=1e-7)
