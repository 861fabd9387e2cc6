"""A grain model that is renamed while it plays, or handed on, plays the same."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from timbrel import Card, Kernel, Problem, offers, start


@pytest.fixture
def home(kernel: Kernel, trained_folder: Path) -> Kernel:
    """With the model of eight sounds, called eight."""
    draft = kernel.registry.draft()
    shutil.copytree(trained_folder, draft, dirs_exist_ok=True)
    kernel.registry.add(Card("eight", "grain"), draft)
    return kernel


def act(kernel: Kernel, verb: str, /, *args: Any, **options: Any) -> dict[str, Any]:
    return kernel.host.find(offers.Action, verb).bound(kernel)(*args, **options)


def samples(kernel: Kernel, name: str) -> np.ndarray:
    kernel.session.load(name)
    kernel.session.move({"variation": 0.8, "brightness": 0.4})
    return kernel.session.make(2.0, seed=5).audio().samples


def test_it_sounds_the_same_on_another_machine(home: Kernel, tmp_path: Path) -> None:
    path = act(home, "models_export", "eight", tmp_path / "eight")["path"]
    other = start(home=tmp_path / "elsewhere")
    act(other, "models_import", Path(path))
    assert np.array_equal(samples(other, "eight"), samples(home, "eight"))


def test_who_exports_it_is_told_what_it_holds_and_that_a_licence_is_lacking(
    home: Kernel, tmp_path: Path, clips: list[offers.Clip]
) -> None:
    answer = act(home, "models_export", "eight", tmp_path)
    assert set(answer["holds"]) == {clip.name for clip in clips}
    assert "It holds pieces of 8 recordings" in answer["says"]
    assert "No licence is written on it" in answer["says"] and answer["warnings"]
    act(home, "models_credit", "eight", licence="CC0")
    assert act(home, "models_export", "eight", tmp_path)["warnings"] == []
    assert act(home, "models_import", Path(answer["path"]))["holds"] == answer["holds"]


def test_a_file_whose_tables_lie_is_refused(home: Kernel, tmp_path: Path) -> None:
    path = home.places.models / "eight" / home.registry.card("eight").version / "model.json"
    facts = path.read_text()
    draft = home.registry.draft()
    shutil.copytree(path.parent, draft, dirs_exist_ok=True)
    (draft / "model.json").write_text(facts.replace('"frames": ', '"frames": 9999999'))
    home.registry.add(Card("liar", "grain"), draft)
    with pytest.raises(Problem, match="do not agree"):
        act(home, "models_export", "liar", tmp_path)


PLAY = """
import hashlib, sys
from pathlib import Path
from timbrel import start
session = start(home=Path(sys.argv[1])).session
session.load("eight")
whole, told = hashlib.sha256(), False
for block in session.make(3.0, seed=5).play():
    whole.update(block.samples.tobytes())
    if not told:
        print("playing", flush=True)
        told = bool(sys.stdin.readline())
print(whole.hexdigest())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of a folder that is in use")
@pytest.mark.parametrize("verb", ["rename", "delete"])
def test_it_plays_on_while_another_process_renames_or_deletes_it(home: Kernel, verb: str) -> None:
    home.session.load("eight")
    whole = hashlib.sha256()
    for block in home.session.make(3.0, seed=5).play():
        whole.update(block.samples.tobytes())
    command = [sys.executable, "-c", PLAY, str(home.places.home)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as player:
        assert player.stdin and player.stdout
        assert player.stdout.readline() == "playing\n"
        act(home, f"models_{verb}", "eight", *(["nine"] if verb == "rename" else []))
        player.stdin.write("go on\n")
        player.stdin.flush()
        played = player.stdout.readline().strip()
    assert played == whole.hexdigest()
