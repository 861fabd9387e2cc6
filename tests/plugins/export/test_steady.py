"""Direct current is taken out where there is some, and nothing is touched where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.plugins.export.sounds import RATE, exported, quality, sine, take

from timbrel_export.dsp_steady import stands_off, steadied

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sound_that_stands_off_zero_is_brought_back_without_a_bump(tmp_path: Path) -> None:
    made = take(sine(200, 8 * RATE) / 2 + 0.2)
    sound = exported(made, tmp_path / "a.wav", bits=32)[0]
    assert abs(sound[RATE:].mean()) < 1e-4 and quality(made)["dc"] < 1e-3
    assert sound[RATE : 2 * RATE] == pytest.approx(sine(200, 2 * RATE)[RATE:] / 2, abs=0.01)
    assert np.abs(sound[:RATE]).max() < 0.3


def test_one_that_does_so_later_passes_over_without_a_click(tmp_path: Path) -> None:
    sound = sine(200, 20 * RATE) / 2
    sound[6 * RATE :] += np.minimum(np.arange(14 * RATE) / RATE, 1) * 0.2
    made = take(sound)
    out = exported(made, tmp_path / "a.wav", bits=32)[0]
    assert np.array_equal(out[: 5 * RATE], sound[: 5 * RATE].astype(np.float32))
    assert abs(out[12 * RATE :].mean()) < 1e-4 and quality(made)["clicks"] == 0


def test_low_strokes_are_no_direct_current() -> None:
    time = np.arange(RATE) / RATE
    stroke = np.sin(2 * np.pi * 45 * time) * np.exp(-time * 30)
    assert abs(stroke.mean()) > 1e-3
    assert not stands_off(stroke[:, np.newaxis])
    piece = stroke[:, np.newaxis].astype(np.float32)
    assert next(steadied([piece], RATE)) is piece
