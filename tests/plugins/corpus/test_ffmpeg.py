"""What libsndfile cannot read is read by ffmpeg, where there is one, and never by more of it."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel import Problem
from timbrel_corpus import dsp_ffmpeg
from timbrel_corpus.crew import Lost, Worker
from timbrel_corpus.ffmpeg import Ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

there = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not on this machine")
unix = pytest.mark.skipif(os.name != "posix", reason="needs a shell and pipes with names")
M4A = b"\0\0\0\x1cftypM4A " + bytes(400)
CODERS = {
    "a.m4a": ("aac", "MP4"),
    "a.aac": ("aac", "AAC"),
    "a.wma": ("wmav2", "WMA"),
    "lossless.m4a": ("alac", "MP4"),
    "wrongly.wav": ("aac", "MP4"),
}


def coded(path: Path, coder: str, *more: str, source: str = "sine=440:r=44100:d=1") -> Path:
    form = {"MP4": "ipod", "AAC": "adts", "WMA": "asf"}[CODERS.get(path.name, ("", "MP4"))[1]]
    command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source, "-c:a", coder]
    try:
        subprocess.run([*command, *more, "-f", form, str(path)], check=True, capture_output=True)
    except subprocess.CalledProcessError:
        pytest.skip(f"this ffmpeg cannot write {coder}")
    return path


@pytest.fixture
def instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts a script in the place of ffmpeg, or nothing: instead("exec sleep 60")."""

    def put(script: str = "") -> None:
        room = tmp_path / "bin"
        room.mkdir()
        if script:
            (room / "ffmpeg").write_text(f"#!/bin/sh\n{script}\n")
            (room / "ffmpeg").chmod(0o755)
            (room / "sleep").symlink_to(shutil.which("sleep") or "/bin/sleep")
        monkeypatch.setenv("PATH", str(room))

    return put


@there
@pytest.mark.parametrize("name", CODERS)
def test_a_coded_file_comes_with_its_pitch_and_its_length(
    name: str, collect: Any, folder: Path
) -> None:
    coded(folder / name, CODERS[name][0])
    corpus = collect()
    (clip,) = corpus.clips
    assert clip.seconds == pytest.approx(1.0, abs=0.1)
    assert (clip.facts["container"], clip.facts["rate"]) == (CODERS[name][1], 44100)
    sound = clip.read().samples[0, 4800:40800]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    assert np.argmax(spectrum) * 48000 / len(sound) == pytest.approx(440, abs=2)
    assert ("though it is named .wav" in corpus.warnings.get(name, "")) == (name == "wrongly.wav")


@there
def test_the_importer_gives_the_file_at_its_own_rate(tmp_path: Path) -> None:
    audio = Ffmpeg().read(coded(tmp_path / "a.m4a", "aac", "-ac", "2"))
    assert (audio.rate, audio.channels) == (44100, 2)


@there
def test_a_picture_without_sound_is_left_out(collect: Any, put: Any, folder: Path) -> None:
    put("fine.wav")
    made = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=red:s=64x64:d=0.2", "-c:v"]
    subprocess.run([*made, "mpeg4", str(folder / "mute.mp4")], check=True)
    assert collect().left_out == {"mute.mp4": "no sound in it"}


@there
def test_a_file_cut_in_the_middle_is_used_as_far_as_it_goes(collect: Any, folder: Path) -> None:
    noise = "anoisesrc=r=44100:d=4:a=0.1"
    path = coded(folder / "a.m4a", "aac", "-movflags", "+faststart", source=noise)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    corpus = collect()
    assert 1 < corpus.clips[0].seconds < 3
    assert "cut short" in corpus.warnings["a.m4a"]


@there
def test_what_only_begins_like_one_is_corrupt(collect: Any, put: Any, folder: Path) -> None:
    put("fine.wav")
    (folder / "a.m4a").write_bytes(M4A)
    assert collect().left_out == {"a.m4a": "corrupt: it cannot be decoded"}


@there
@pytest.mark.parametrize("name", ["list.m4a", "list.m3u8", "list.aac"])
def test_a_list_that_leads_to_another_file_is_not_followed(
    name: str, collect: Any, put: Any, folder: Path
) -> None:
    inside = coded(folder / "a.m4a", "aac")
    put("fine.wav")
    words = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{inside}\n#EXT-X-ENDLIST\n"
    (folder / name).write_text(words)
    assert collect().left_out == {name: "not a sound file"}


def test_without_ffmpeg_such_a_file_is_left_out_with_the_way_to_mend_it(
    collect: Any, put: Any, folder: Path, instead: Any
) -> None:
    put("fine.wav")
    (folder / "a.m4a").write_bytes(M4A)
    instead()
    corpus = collect()
    assert [clip.name for clip in corpus.clips] == ["fine.wav"]
    assert "install ffmpeg" in corpus.left_out["a.m4a"]
    with pytest.raises(Problem, match="install ffmpeg"):
        Ffmpeg().read(folder / "a.m4a")


@there
def test_a_file_that_waited_for_ffmpeg_comes_in_with_it(
    collect: Any, put: Any, folder: Path, instead: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("fine.wav")
    coded(folder / "a.m4a", "aac")
    path = os.environ["PATH"]
    instead()
    assert len(collect().clips) == 1
    monkeypatch.setenv("PATH", path)
    assert len(collect().clips) == 2


@unix
def test_an_ffmpeg_that_hangs_is_ended(
    tmp_path: Path, instead: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.m4a").write_bytes(M4A)
    monkeypatch.setattr(dsp_ffmpeg, "PATIENCE", 0.2)
    instead("exec sleep 60")
    with pytest.raises(Problem, match="takes too long"):
        Ffmpeg().read(tmp_path / "a.m4a")


@unix
def test_what_a_worker_started_ends_with_it(tmp_path: Path, instead: Any) -> None:
    """The script holds a pipe open: it reads as ended once nobody holds it any more."""
    path, pipe = tmp_path / "a.m4a", tmp_path / "pipe"
    path.write_bytes(M4A)
    os.mkfifo(pipe)
    instead(f"exec 3>{pipe}; echo here >&3; exec sleep 60")
    worker = Worker()
    ended: list[BaseException] = []

    def decode() -> None:
        try:
            worker.decode(path, tmp_path / "a.npy", digest(path))
        except Lost as lost:
            ended.append(lost)

    thread = threading.Thread(target=decode)
    thread.start()
    with pipe.open() as held:
        assert held.readline() == "here\n"
        worker._kill()
        assert select.select([held], [], [], 10)[0]  # it can be read to its end
        assert held.read() == ""
    thread.join()
    worker.close()
    assert ended


def digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()
