"""What is asked of a tool, and what is kept of its answers: with one that copies."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from tests.bench.child import Broken
from tests.bench.folders import gathered, sounds, split
from tests.bench.measured import Plan, spread, tried
from tests.bench.tool import Tool

if TYPE_CHECKING:
    from pathlib import Path

PARROT = """
import json, os, shutil, sys, wave
command, what, *rest = sys.argv[1:]
if command == "train":
    folder = os.path.join(os.environ["TIMBREL_HOME"], rest[1])
    shutil.copytree(what, folder)
    print(json.dumps({"steps": len(os.listdir(folder)), "training_seconds": 60 * float(rest[3])}))
elif command == "transform":
    known = os.path.join(os.environ["TIMBREL_HOME"], what, os.path.basename(rest[0]))
    shutil.copy(known, rest[2])
else:
    with wave.open(rest[5], "wb") as file:
        file.setparams((1, 2, 48000, 0, "NONE", ""))
        file.writeframes(bytes(96000 * int(rest[1])))
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    chance = np.random.default_rng(1)
    (tmp_path / "corpus").mkdir()
    for index in range(4):
        sound = chance.normal(0, 0.1, 4800 * (index + 1))
        soundfile.write(tmp_path / "corpus" / f"{index}.wav", sound, 48000)
    return tmp_path / "corpus"


@pytest.fixture
def parrot(tmp_path: Path) -> Tool:
    return Tool("parrot", [sys.executable, "-c", PARROT], tmp_path / "home")


def test_a_tool_that_copies_is_no_distance_from_what_it_knows(parrot: Tool, corpus: Path) -> None:
    work = corpus.parent
    gathered(sounds(corpus), work / "kept")  # the parrot cannot play what it does not have
    heard: list[str] = []
    figures = tried(parrot, corpus, work, Plan(0.5, lengths=(1, 2), fold=3), heard.append)
    assert figures["known"]["mel"] == figures["known"]["lsd"] == 0
    assert list(figures["known"]["each"]) == ["0.wav", "1.wav", "2.wav", "3.wav"]
    assert list(figures["unknown"]["each"]) == ["3.wav"]
    assert figures["training_seconds"] == 30
    assert figures["first_preview"] is None
    assert list(figures["peak"]) == list(figures["speed"]) == ["1", "2"]
    assert 1 < figures["peak"]["1"] < 100
    assert "corpus: parrot trains on 4 files" in heard


def test_held_out_files_are_asked_of_a_model_that_has_not_heard_them(
    parrot: Tool, corpus: Path
) -> None:
    gathered(split(sounds(corpus), 3)[0], corpus.parent / "kept")
    with pytest.raises(Broken, match=r"exit 1.*3\.wav"):
        tried(parrot, corpus, corpus.parent, Plan(0.5, lengths=(), fold=3), lambda words: None)


@pytest.mark.parametrize(("files", "most", "taken"), [(26, 6, 6), (6, 6, 6), (7, 6, 4), (3, 6, 3)])
def test_a_quick_run_takes_files_from_all_over(files: int, most: int, taken: int) -> None:
    from pathlib import Path

    paths = [Path(f"{index:02}.wav") for index in range(files)]
    assert len(spread(paths, most)) == taken
