"""A strip of spectrograms for each knob."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.image import imread
from tests.bench.strips import POSITIONS, drawn, turned

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Kernel


def test_a_knob_is_heard_from_its_one_end_to_the_other(trained: Kernel) -> None:
    trained.session.load("bell")
    strip = turned(trained.session, "pitch", 0.2)
    assert list(strip) == np.linspace(0.5, 2.0, POSITIONS).tolist()
    low, *_, high = (int(np.abs(np.fft.rfft(sound)).argmax()) for sound in strip.values())
    assert high == 4 * low
    assert trained.session.values["pitch"] == 1.0


def test_a_strip_is_drawn_for_each(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).standard_normal(9600) / 9
    strip = {place / 2: noise * 10 ** (place - 2) for place in range(-2, 3)}
    drawn({"brightness": strip, "space": strip}, {"space": "\n(inert)"}, tmp_path / "a" / "b.png")
    assert imread(tmp_path / "a" / "b.png")[:, :, :3].std() > 0.1
