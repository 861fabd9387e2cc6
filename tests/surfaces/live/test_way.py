"""The blocks on their way to a card of the same rate, and of another."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from timbrel_live.dsp_ring import SIDES, SIZE, Order, Ring, Slot
from timbrel_live.way import BESIDE, HELD, Way

RATE, BLOCK = 48000, 512


@pytest.fixture
def ring() -> Ring:
    return Ring(memoryview(bytearray(SIZE)))


def live(ahead: float = 0.05, state: str = "playing") -> SimpleNamespace:
    return SimpleNamespace(ahead=ahead, state=state, lag=0.0)


def read(ring: Ring) -> np.ndarray:
    out = np.zeros((ring.fill, SIDES), np.float32)
    ring.read(out)
    return out


def blocks(count: int) -> np.ndarray:
    """A sine of 1 kHz on the left, silence on the right: (2, count * BLOCK)."""
    left = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(count * BLOCK) / RATE)
    return np.stack([left, 0 * left]).astype(np.float32)


def test_at_the_same_rate_the_samples_are_the_same(ring: Ring) -> None:
    way, sound = Way(live(), ring, RATE, RATE), blocks(20)
    for number in range(20):
        way.put(sound[:, number * BLOCK : (number + 1) * BLOCK])
    assert np.array_equal(read(ring), sound.T)


@pytest.mark.parametrize("to", [44100, 96000, 22050])
def test_at_another_rate_it_is_the_same_tone_for_as_long(ring: Ring, to: int) -> None:
    way, sound = Way(live(), ring, RATE, to), blocks(60)
    for number in range(60):
        way.put(sound[:, number * BLOCK : (number + 1) * BLOCK])
    out = read(ring)
    assert -HELD < len(out) / to - sound.shape[1] / RATE <= 0
    left = out[to // 10 :, 0]
    peak = np.abs(np.fft.rfft(left * np.hanning(len(left)))).argmax() * to / len(left)
    assert peak == pytest.approx(1000, abs=3) and not out[:, 1].any()
    assert np.abs(left).max() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("ahead", "period", "to", "wanted"),
    [
        (0.05, 256, RATE, BLOCK + 0.05 * RATE),
        (0.02, 2048, RATE, BLOCK + 2048 + BESIDE * RATE),
        (0.05, 256, 2 * RATE, 2 * BLOCK + (0.05 + HELD) * 2 * RATE),
    ],
)
def test_as_much_is_wanted_as_the_buffer_says_and_the_card_takes(
    ring: Ring, ahead: float, period: int, to: int, wanted: float
) -> None:
    ring[Slot.PERIOD] = period
    Way(live(ahead), ring, RATE, to).put(blocks(1))
    assert ring[Slot.WANTED] == round(wanted)


def test_a_panic_goes_ahead_of_what_waits(ring: Ring) -> None:
    Way(live(state="silent"), ring, RATE, RATE).put(blocks(1))
    assert ring[Slot.ORDER] == Order.MUTE
