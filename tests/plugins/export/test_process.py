"""An encoder that dies takes nothing with it but its own file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.plugins.export.sounds import RATE, sine, take

from timbrel import Audio, Kernel, Problem, Take
from timbrel_export import process
from timbrel_export.process import Encoder

if TYPE_CHECKING:
    from collections.abc import Iterator

LOSSY = ["mp3", "ogg", "opus"]


def children() -> set[int]:
    """The encoders that this process has started, by their numbers."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parts = folder.joinpath("stat").read_text().rpartition(")")[2].split()
            words = folder.joinpath("cmdline").read_bytes()
        except OSError:
            continue
        if int(parts[1]) == os.getpid() and b"timbrel_export.encoder" in words and parts[0] != "Z":
            found.add(int(folder.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="Only Linux shows its processes")
@pytest.mark.parametrize("name", LOSSY)
def test_a_killed_encoder_is_a_sentence_and_leaves_what_was_there(
    trained: Kernel, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"a.{name}"
    path.write_bytes(b"what was there")

    def play() -> Iterator[Audio]:
        for second in range(60):
            if second == 20:
                (pid,) = children()
                os.kill(pid, signal.SIGKILL)
            yield Audio(np.zeros((1, RATE), np.float32), RATE)

    killed = Take({"made": "by hand"}, RATE, 1, 60 * RATE, play)
    with pytest.raises(Problem, match="encoder failed") as caught:
        trained.session.save(killed, path)
    assert "SIGKILL" in caught.value.what and caught.value.kind == "unavailable"
    assert path.read_bytes() == b"what was there"
    assert [each.name for each in tmp_path.iterdir() if each != trained.places.home] == [path.name]
    assert not children()


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="Only Linux shows its processes")
def test_a_broken_take_leaves_no_encoder_behind(trained: Kernel, tmp_path: Path) -> None:
    sound = sine(440, 30 * RATE)
    sound[-1] = np.nan
    with pytest.raises(Problem, match="is no number there"):
        trained.session.save(take(sound), tmp_path / "a.ogg")
    assert not children() and not list(tmp_path.glob("*.ogg"))


def task(path: Path, frames: int, **opening: Any) -> dict[str, Any]:
    usual = {"samplerate": RATE, "channels": 1, "subtype": "VORBIS", "format": "OGG"}
    return {"path": str(path), "frames": frames, "opening": {**usual, **opening}}


def test_what_an_encoder_cannot_do_is_a_sentence(tmp_path: Path) -> None:
    wish = task(tmp_path / "a.ogg", 100, samplerate=192001, subtype="OPUS")
    with (
        pytest.raises(Problem, match="An OGG file could not be made: its encoder failed"),
        Encoder("An OGG file", wish) as encoder,
    ):
        encoder.write(np.zeros((100, 1), np.float32))
        encoder.finish()
    assert not list(tmp_path.iterdir())


def test_samples_that_end_early_are_a_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(Problem, match="encoder failed"),
        Encoder("An OGG file", task(tmp_path / "a.ogg", 1000)) as encoder,
    ):
        encoder.write(np.zeros((999, 1), np.float32))
        encoder.finish()
    assert not list(tmp_path.iterdir())


def test_an_encoder_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PATIENCE", 0.2)
    code = "import sys, time; sys.stdin.buffer.read(); time.sleep(60)"
    monkeypatch.setattr(process, "COMMAND", (sys.executable, "-c", code))
    with (
        pytest.raises(Problem, match="encoder failed"),
        Encoder("An OGG file", task(tmp_path / "a.ogg", 10)) as encoder,
    ):
        encoder.finish()


def test_an_encoder_whose_parent_was_killed_removes_its_file(tmp_path: Path) -> None:
    """The parent ends without a word in the middle of a file; nobody else could tidy up."""
    path = tmp_path / ".tmp-a.ogg"
    code = f"""
import os, numpy as np
from timbrel_export.process import Encoder
encoder = Encoder("An OGG file", {task(path, 10 * RATE)!r})
for _ in range(5):
    encoder.write(np.zeros((48000, 1), np.float32))
print(encoder.pid, flush=True)
os._exit(9)
"""
    ran = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert ran.returncode == 9
    pid = int(ran.stdout)
    while Path(f"/proc/{pid}/cmdline").is_file() and Path(f"/proc/{pid}/cmdline").read_bytes():
        os.sched_yield()
    assert not path.exists()
