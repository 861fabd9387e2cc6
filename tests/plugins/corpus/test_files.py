"""The importer gives a file as it is: its own rate, its own channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from timbrel import Problem
from timbrel_corpus.files import Files

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_comes_with_its_own_rate_and_channels(tmp_path: Path) -> None:
    sound = np.random.default_rng(0).uniform(-0.5, 0.5, (200_000, 3)).astype(np.float32)
    soundfile.write(tmp_path / "a.wav", sound, 22050, subtype="FLOAT")
    audio = Files().read(tmp_path / "a.wav")
    assert audio.rate == 22050
    assert (audio.samples == sound.T).all()


@pytest.mark.parametrize("content", [b"", b"text", b"RIFF\x10\0\0\0WAVEjunk"])
def test_what_is_no_sound_is_a_problem_with_the_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(Problem, match=r"a\.wav: (empty|not a sound|corrupt)"):
        Files().read(tmp_path / "a.wav")


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        Files().read(tmp_path / "a.wav")
    assert caught.value.kind == "missing"
