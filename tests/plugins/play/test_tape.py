"""A WAV that grows: whoever opens it finds all that was written, at any moment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timbrel import Problem
from timbrel_play.tape import HEAD, Tape, head, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RATE = 48000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(0, 3000), max_size=8))
def test_after_each_settling_the_file_opens_with_all_of_it(
    tmp_path: Path, sizes: list[int]
) -> None:
    path = tmp_path / "take.wav"
    path.unlink(missing_ok=True)
    tape, rng, whole = Tape(path), np.random.default_rng(1), np.zeros((2, 0), np.float32)
    for size in sizes:
        more = rng.standard_normal((2, size)).astype("f4")
        whole = np.concatenate([whole, more], axis=1)
        tape.write(more)
        tape.settle()
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
        assert rate == RATE and np.array_equal(sound.T, whole)
    tape.close()
    sound, _ = soundfile.read(path, dtype="float32", always_2d=True)
    assert np.array_equal(sound.T, whole)
    assert path.stat().st_size == HEAD + 8 * whole.shape[1]


def test_what_was_not_settled_when_the_program_died_does_not_spoil_it(tmp_path: Path) -> None:
    tape = Tape(tmp_path / "take.wav")
    tape.write(np.full((2, 500), 0.25, np.float32))
    tape.settle()
    with tape.path.open("ab") as file:
        file.write(b"\1" * 1001)
    sound, _ = soundfile.read(tape.path, dtype="float32")
    assert sound.shape == (500, 2) and (sound == 0.25).all()
    tape.close()
    assert tape.path.stat().st_size == HEAD + 8 * 500


@pytest.mark.parametrize("gigabytes", [3, 5, 40])
def test_it_may_be_longer_than_a_plain_wav_can_be(tmp_path: Path, gigabytes: int) -> None:
    """The file is sparse: what was never written takes no room."""
    path, frames = tmp_path / "long.wav", gigabytes * 2**30 // 8
    path.write_bytes(head(RATE, frames))
    os.truncate(path, HEAD + 8 * frames)
    found = soundfile.info(path)
    assert (found.frames, found.samplerate, found.channels) == (frames, RATE, 2)
    assert found.subtype == "FLOAT" and found.format == ("RF64" if gigabytes > 3 else "WAV")


def test_a_disk_that_is_full_leaves_what_was_written_before(
    tmp_path: Path, full_disk: Callable[[int], object]
) -> None:
    tape = Tape(tmp_path / "take.wav")
    tape.write(np.full((2, 500), 0.25, np.float32))
    with full_disk(HEAD + 8 * 700), pytest.raises(OSError):  # type: ignore[attr-defined]
        tape.write(np.full((2, 500), 0.5, np.float32))
    assert tape.frames == 500
    tape.close()
    sound, _ = soundfile.read(tape.path, dtype="float32")
    assert sound.shape == (500, 2) and (sound == 0.25).all()


def test_where_it_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="could not be written"):
        opened(tmp_path / "nowhere" / "take.wav")
