"""The verb 'describe': one recording, what it measures, and a sentence for what is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Kernel, Problem, offers

if TYPE_CHECKING:
    from pathlib import Path


def describe(kernel: Kernel, path: Path) -> dict[str, Any]:
    return kernel.host.find(offers.Action, "describe").run(kernel, path)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "mine.wav"
    sound = 0.25 * np.sin(2 * np.pi * 440 * np.arange(44100) / 44100)
    soundfile.write(path, np.stack([sound, sound], axis=1), 44100)
    return path


def test_every_descriptor_is_told_with_its_unit(kernel: Kernel, recording: Path) -> None:
    answer = describe(kernel, recording)
    assert answer["file"] == str(recording)
    assert answer["seconds"] == pytest.approx(1, abs=0.001)
    table = kernel.host.table(offers.Descriptor)
    assert {name: fact["unit"] for name, fact in answer["descriptors"].items()} == {
        name: kind.unit for name, kind in table.items()
    }
    assert answer["descriptors"]["loudness"]["value"] == pytest.approx(-15.05, abs=0.1)
    assert answer["descriptors"]["brightness"] == {"value": pytest.approx(10, abs=1), "unit": "Cam"}


def test_what_cannot_be_told_is_null_and_said_in_words(kernel: Kernel, recording: Path) -> None:
    answer = describe(kernel, recording)
    assert answer["descriptors"]["space"]["value"] is None
    text = json.dumps(answer, allow_nan=False)
    assert json.loads(text)["descriptors"]["density"]["value"] is None
    (line,) = [line for line in answer["says"].splitlines() if line.startswith("density")]
    assert "cannot be told" in line


def test_the_table_has_a_line_for_each_in_words(kernel: Kernel, recording: Path) -> None:
    lines = describe(kernel, recording)["says"].splitlines()
    assert lines[0].startswith("mine.wav: 1.00 s")
    for name, kind in kernel.host.table(offers.Descriptor).items():
        assert any(line.startswith(name) and kind.says in line for line in lines)


def test_it_changes_nothing(kernel: Kernel, recording: Path) -> None:
    assert kernel.host.find(offers.Action, "describe").reads
    before = recording.read_bytes()
    describe(kernel, recording)
    assert recording.read_bytes() == before


def test_a_file_that_is_not_there_is_missing(kernel: Kernel, tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        describe(kernel, tmp_path / "none.wav")
    assert caught.value.kind == "missing"


def test_a_folder_or_a_file_without_sound_is_a_problem(kernel: Kernel, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="is a folder"):
        describe(kernel, tmp_path)
    (tmp_path / "notes.txt").write_text("no sound")
    with pytest.raises(Problem, match="No usable sound"):
        describe(kernel, tmp_path / "notes.txt")


def test_a_strangers_descriptor_is_told_too(kernel: Kernel, recording: Path, stranger: Any) -> None:
    stranger(
        "timbrel_zero",
        "from timbrel import hookimpl, offers\n\n"
        "class Zero(offers.Descriptor):\n"
        "    name, says, unit = 'zero', 'Nothing', 'nil'\n"
        "    def measure(self, audio):\n        return float('inf')\n\n"
        "@hookimpl\ndef descriptors():\n    return [Zero()]\n",
    )
    kernel.host.discover(frozenset(p for p, _ in kernel.host.manager.list_name_plugin()))
    answer = describe(kernel, recording)
    assert answer["descriptors"]["zero"] == {"value": None, "unit": "nil"}
