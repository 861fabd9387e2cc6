"""A delay between the samples is exact, at rest and moving."""

from __future__ import annotations

import numpy as np
import pytest

from timbrel_space.dsp_delay import REACH, Delay

TIME = np.arange(20000)


def error(hertz: float, late: np.ndarray, block: int = 4096) -> float:
    """Decibels by which a delayed sine differs from the sine of that time, at its most."""
    tone = np.sin(2 * np.pi * hertz * TIME / 48000)[np.newaxis].astype(np.float32)
    delay = Delay(1, 40.0)
    places = range(0, len(TIME), block)
    parts = [
        delay.feed(tone[:, at : at + block], late[None, None, at : at + block]) for at in places
    ]
    wanted = np.sin(2 * np.pi * hertz * (TIME - late - REACH) / 48000)
    missed = np.abs(np.concatenate(parts, axis=2)[0, 0] - wanted)[200:].max()
    return 20 * float(np.log10(missed))


@pytest.mark.parametrize("samples", [0.0, 0.5, 7.37, 40.0])
@pytest.mark.parametrize("hertz", [100, 1000, 10000, 19000])
def test_a_sine_comes_later_by_a_part_of_a_sample(hertz: float, samples: float) -> None:
    assert error(hertz, np.full(len(TIME), samples)) < -74


@pytest.mark.parametrize("hertz", [100, 1000, 10000, 19000])
def test_a_delay_that_moves_is_as_exact(hertz: float) -> None:
    assert error(hertz, 20 + 15 * np.sin(2 * np.pi * TIME / 20000)) < -74


def test_the_blocks_that_come_do_not_matter() -> None:
    late = 20 + 15 * np.sin(2 * np.pi * TIME / 20000)
    assert error(1000, late, 4096) == pytest.approx(error(1000, late, 100), abs=0.5)
