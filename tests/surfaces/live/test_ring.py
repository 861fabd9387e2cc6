"""The ring between two processes: whatever is written and read, and in what pieces."""

from __future__ import annotations

from multiprocessing.shared_memory import SharedMemory

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from timbrel_live.dsp_ring import HEAD, SIDES, SIZE, Ring, Slot

SIZES = st.integers(1, 40)
DEEDS = st.lists(st.tuples(st.sampled_from(["write", "read", "skip"]), st.integers(0, 50)))


def ring(frames: int) -> Ring:
    return Ring(memoryview(bytearray(HEAD + 4 * SIDES * frames)), frames)


def counted(first: int, count: int) -> np.ndarray:
    """Frames that say which they are, from 1."""
    left = np.arange(first + 1, first + count + 1, dtype=np.float32)
    return np.stack([left, -left], axis=1)


@given(SIZES, DEEDS)
def test_what_is_read_is_what_was_written_in_its_order(
    frames: int, deeds: list[tuple[str, int]]
) -> None:
    one, given_, taken = ring(frames), 0, 0
    for deed, count in deeds:
        if deed == "write":
            kept = one.write(counted(given_, count))
            assert kept == min(count, frames - (given_ - taken))
            given_ += kept
        elif deed == "read":
            out = np.zeros((count, SIDES), np.float32)
            got = one.read(out)
            assert got == min(count, given_ - taken)
            assert np.array_equal(out[:got], counted(taken, got)) and not out[got:].any()
            taken += got
        else:
            one.skip(count)
            taken = max(taken, given_ - count)
        assert one.fill == given_ - taken


@given(st.integers(1, 5000), st.integers(1, 700))
def test_it_goes_round_as_often_as_one_likes(rounds: int, piece: int) -> None:
    one = ring(701)
    one[Slot.WRITTEN] = one[Slot.READ] = rounds * 701 + piece
    out = np.zeros((piece, SIDES), np.float32)
    assert one.write(counted(7, piece)) == piece and one.read(out) == piece
    assert np.array_equal(out, counted(7, piece))


def test_both_ends_see_the_same_memory() -> None:
    memory = SharedMemory(create=True, size=SIZE)
    assert memory.buf is not None
    here, there = Ring(memory.buf), Ring(memory.buf)
    here.write(counted(0, 100))
    here[Slot.WANTED] = 12
    out = np.zeros((100, SIDES), np.float32)
    assert there[Slot.WANTED] == 12 and there.read(out) == 100 and here.fill == 0
    assert np.array_equal(out, counted(0, 100))
    here.close()
    there.close()
    memory.close()
    memory.unlink()
