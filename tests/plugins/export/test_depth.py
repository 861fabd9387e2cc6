"""Rounding to whole numbers is dithered, and nothing is clipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.plugins.export.sounds import exported, sine, take

from timbrel import Problem
from timbrel_export.dsp_depth import cut

if TYPE_CHECKING:
    from pathlib import Path


def test_dither_makes_the_error_of_rounding_independent_of_the_sound(tmp_path: Path) -> None:
    soft = sine(1000, 96000, level=0.8 / 2**15)  # less than one step: lost without dither
    sound = exported(take(soft), tmp_path / "a.wav", bits=16)[0]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    assert np.argmax(spectrum) == 2000
    error = (sound - soft.astype(np.float32)) * 2**15
    assert error.var() == pytest.approx(0.25, rel=0.03)  # rounding 1/12, the triangle 2/12
    assert abs(error.mean()) < 0.01
    third = spectrum[5990:6010].max() / spectrum.max()
    assert 20 * np.log10(third) < -30


def test_another_seed_gives_another_dither() -> None:
    block = [np.zeros((1000, 1), np.float32)]
    one, same, other = (next(cut(block, 16, seed)) for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


@pytest.mark.parametrize("bits", [16, 24])
def test_a_hair_over_full_scale_is_held_there_and_more_is_refused(bits: int) -> None:
    loud = np.array([[1.005], [-1.005]], np.float32)
    held = next(cut([loud], bits, 0)).astype(float).ravel()
    assert held[0] > 0 > held[1]
    with pytest.raises(Problem, match=r"passes full scale by 1\.6 dB"):
        next(cut([loud * 1.2], bits, 0))
