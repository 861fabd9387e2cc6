"""Pictures that show what they say they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from matplotlib.image import imread
from tests.bench.distance import RATE
from tests.bench.pictures import FFT, decibels, drawn, shown

if TYPE_CHECKING:
    from pathlib import Path


def tone(hertz: float, seconds: float = 0.5) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def test_a_full_scale_tone_is_at_0_db_where_its_frequency_is() -> None:
    middle = decibels(tone(3000))[:, 20]
    assert middle.max() == pytest.approx(0, abs=0.1)
    assert middle.argmax() * RATE / FFT == pytest.approx(3000, abs=12)


def test_sounds_of_different_length_are_drawn_one_above_another(tmp_path: Path) -> None:
    drawn({"low": tone(100, 0.25), "high": tone(8000)}, tmp_path / "deep" / "two.png")
    picture = imread(tmp_path / "deep" / "two.png")
    height, width = picture.shape[:2]
    assert (height, width) == (616, 990)
    assert picture[:, :, :3].std() > 0.1


def test_the_longest_of_the_short_files_is_shown(tmp_path: Path) -> None:
    for name, seconds in {"a": 0.5, "b": 3, "c": 6}.items():
        soundfile.write(tmp_path / f"{name}.wav", tone(200, seconds), RATE)
    assert shown(tmp_path).stem == "b"
    (tmp_path / "a.wav").unlink()
    (tmp_path / "b.wav").unlink()
    assert shown(tmp_path).stem == "c"
