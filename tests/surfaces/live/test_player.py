"""What a sound card gets: the callback, called by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timbrel_live.dsp_player import FADE, MUCH, Player
from timbrel_live.dsp_ring import FRAMES, SIDES, SIZE, Order, Ring, Slot

BLOCK = 256
WANTED = 1024


@pytest.fixture
def ring() -> Ring:
    return made()


def made() -> Ring:
    one = Ring(memoryview(bytearray(SIZE)))
    one[Slot.WANTED] = WANTED
    return one


def wave(frames: int, first: int = 0) -> np.ndarray:
    """A slow sine on both sides, the right one upside down."""
    left = 0.5 * np.cos(2 * np.pi * (first + np.arange(frames)) / 4800)
    return np.stack([left, -left], axis=1).astype(np.float32)


def played(player: Player, blocks: int = 1, frames: int = BLOCK, channels: int = 2) -> np.ndarray:
    out = np.full((blocks, frames, channels), np.nan, np.float32)
    for block in out:
        player.play(block)
    return out.reshape(-1, channels)


def steepest(sound: np.ndarray) -> float:
    return float(np.abs(np.diff(sound, axis=0)).max())


def test_it_is_silent_until_there_is_enough_to_begin_with(ring: Ring) -> None:
    player = Player(ring)
    ring.write(wave(WANTED - 1))
    assert not played(player, 3).any()
    ring.write(wave(1, WANTED - 1))
    assert played(player).any() and ring[Slot.STARVED] == 0


def test_after_it_has_faded_in_every_sample_is_the_one_that_was_written(ring: Ring) -> None:
    player, sound = Player(ring), wave(8 * BLOCK)
    ring.write(sound)
    out = played(player, 4)
    assert abs(out[0, 0]) < 0.01 and steepest(out) < 0.01
    assert np.array_equal(out[FADE:], sound[-WANTED:][FADE:])


def test_where_the_sound_runs_out_it_fades_and_is_counted_once_until_there_is_more(
    ring: Ring,
) -> None:
    player = Player(ring)
    ring.write(wave(WANTED + 100))
    out = played(player, 8)
    assert ring[Slot.STARVED] == 1 and not out[-BLOCK:].any()
    assert steepest(out[: 4 * BLOCK + 50]) < 0.02
    ring.write(wave(2 * WANTED))
    again = played(player, 2)
    assert again.any() and abs(again[0, 0]) < 0.01 and ring[Slot.STARVED] == 1


def test_old_sound_is_left_out_after_a_card_stood_still(ring: Ring) -> None:
    player = Player(ring)
    ring.write(wave(WANTED))
    played(player)
    ring.write(wave(WANTED + MUCH + 2 * BLOCK))
    out = played(player, 2)
    assert ring.fill == WANTED - BLOCK and ring[Slot.STARVED] == 1
    assert steepest(out) < 0.02


def test_a_panic_silences_what_waits_and_is_no_interruption(ring: Ring) -> None:
    player = Player(ring)
    ring.write(wave(8 * WANTED))
    ring[Slot.WANTED] = 4 * WANTED
    played(player, 2)
    ring[Slot.ORDER] = Order.MUTE
    out = played(player, 3)
    assert steepest(out) < 0.01 and not out[BLOCK:].any() and ring[Slot.STARVED] == 0
    ring[Slot.ORDER] = Order.PLAY
    assert played(player, 2)[BLOCK:].any()


def test_at_the_end_it_fades_out_and_counts_nothing(ring: Ring) -> None:
    player = Player(ring)
    ring.write(wave(2 * WANTED))
    played(player, 2)
    player.over = True
    out = played(player, 20)
    assert player.silent and steepest(out) < 0.01 and not out[BLOCK:].any()
    assert ring[Slot.STARVED] == 0


def test_what_the_card_says_was_late_is_counted(ring: Ring) -> None:
    player, out = Player(ring), np.zeros((BLOCK, 2), np.float32)
    for late in (True, False, True):
        player.play(out, late)
    assert ring[Slot.XRUNS] == 2 and ring[Slot.PERIOD] == BLOCK and ring[Slot.SEEN] > 0


@pytest.mark.parametrize("channels", [1, 2, 4])
def test_a_card_of_one_channel_hears_both_sides_and_one_of_more_the_first_two(
    ring: Ring, channels: int
) -> None:
    player = Player(ring)
    sound = wave(WANTED)
    sound[:, 1] = 0
    ring.write(sound)
    out = played(player, 2, channels=channels)[FADE:]
    mine = sound[FADE : 2 * BLOCK]
    assert np.allclose(out[:, 0], mine[:, 0] / (2 if channels == 1 else 1))
    assert not out[:, 1:].any()


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 3000)), max_size=60), st.integers(1, 5000))
def test_no_order_of_writing_and_playing_clicks(deeds: list[tuple[bool, int]], wanted: int) -> None:
    """A steady tone, in whatever pieces: it comes and goes within a fade, or half a block."""
    ring = made()
    ring[Slot.WANTED] = wanted
    player, last = Player(ring), np.zeros((1, SIDES), np.float32)
    for writes, frames in deeds:
        if writes:
            ring.write(np.full((frames, SIDES), 0.5, np.float32))
        else:
            sound = np.concatenate([last, played(player, 1, frames)])
            assert steepest(sound) <= 0.5 / min(-(-frames // 2), FADE) + 1e-6
            last = sound[-1:]
    assert ring.fill <= FRAMES and np.isfinite(last).all()
