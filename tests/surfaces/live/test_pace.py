"""Keeping the time of a sound card whose clock is not the machine's."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from timbrel_live.dsp_ring import SIDES, SIZE, Ring, Slot
from timbrel_live.pace import MOST, Pace, waiting

RATE, BLOCK, PERIOD = 48000, 512, 256
SECOND = 10**9


@pytest.fixture
def ring() -> Ring:
    return Ring(memoryview(bytearray(SIZE)))


def test_what_the_card_has_taken_is_played_little_by_little(ring: Ring) -> None:
    ring[Slot.WRITTEN], ring[Slot.READ] = 5000, 4000
    ring[Slot.PERIOD], ring[Slot.SEEN] = PERIOD, SECOND
    assert waiting(ring, RATE, SECOND) == 1000 + PERIOD
    assert waiting(ring, RATE, SECOND + SECOND // 1000) == pytest.approx(1000 + PERIOD - 48)
    assert waiting(ring, RATE, 2 * SECOND) == 1000


@pytest.mark.parametrize("drift", [-3e-3, 0.0, 3e-3])
def test_a_card_that_runs_otherwise_gets_as_much_as_it_plays(ring: Ring, drift: float) -> None:
    """A minute of blocks, each when it is due, and a card that asks a little too often or rarely.

    The clock is stepped by hand; what waits goes to what is wanted, and stays there.
    """
    live, now, waits = SimpleNamespace(lag=0.0), 1.0, []
    pace, due, asks = Pace(live, ring), 1.0, 1.0
    ring[Slot.WANTED] = wanted = 3 * BLOCK
    out = np.zeros((PERIOD, SIDES), np.float32)
    ring.write(np.zeros((5 * BLOCK, SIDES), np.float32))
    while now < 61:
        now = min(due + live.lag, asks)
        if now == asks:
            ring.read(out)
            ring[Slot.PERIOD], ring[Slot.SEEN] = PERIOD, round(now * SECOND)
            asks += PERIOD / RATE / (1 + drift)
        else:
            ring.write(np.zeros((BLOCK, SIDES), np.float32))
            pace.keep(RATE, round(now * SECOND))
            waits.append(waiting(ring, RATE, round(now * SECOND)))
            due += BLOCK / RATE
    late = np.array(waits[len(waits) // 2 :])
    assert np.abs(late - wanted).max() < BLOCK
    assert abs(live.lag + 60 * drift) < 0.1


def test_nothing_is_hurried_more_than_a_little(ring: Ring) -> None:
    live = SimpleNamespace(lag=0.0)
    pace = Pace(live, ring)
    ring[Slot.WRITTEN], ring[Slot.SEEN] = 60000, SECOND
    for number in range(10):
        pace.keep(RATE, SECOND + number * SECOND // 100)
    assert 0 < live.lag <= (0.1 + 9 * 0.01) * MOST + 1e-9


def test_a_card_that_has_not_asked_yet_is_not_followed(ring: Ring) -> None:
    live = SimpleNamespace(lag=0.0)
    ring[Slot.WRITTEN] = 60000
    Pace(live, ring).keep(RATE, SECOND)
    assert live.lag == 0
