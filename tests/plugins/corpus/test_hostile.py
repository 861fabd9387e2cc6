"""Files made to break a reader: each is judged, and the process lives on."""

from __future__ import annotations

import io
import os
import socket
import struct
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

USED, WARNED, OUT = "used", "used with a warning", "left out"


def sine(frames: int = 22050, channels: int = 1, hertz: float = 440.0) -> np.ndarray:
    wave = 0.5 * np.sin(2 * np.pi * hertz * np.arange(frames) / 44100) * np.hanning(frames)
    return np.stack([wave * 0.9**c for c in range(channels)], axis=1)


def encoded(form: str, subtype: str, sound: np.ndarray | None = None, rate: int = 44100) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, sine() if sound is None else sound, rate, subtype, format=form)
    return file.getvalue()


def chunk(kind: bytes, data: bytes, size: int | None = None) -> bytes:
    return kind + struct.pack("<I", len(data) if size is None else size) + data


def fmt(
    channels: int = 1, rate: int = 44100, bits: int = 16, align: int = 2, tag: int = 1
) -> bytes:
    facts = struct.pack("<HHIIHH", tag, channels, rate, rate * align & 0xFFFFFFFF, align, bits)
    return chunk(b"fmt ", facts)


def riff(*chunks: bytes, size: int | None = None) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


PCM = (sine()[:, 0] * 32767).astype("<i2").tobytes()
DATA = chunk(b"data", PCM)


def wave(sound: Any, rate: int = 44100, subtype: str = "FLOAT") -> bytes:
    return encoded("WAV", subtype, np.asarray(sound, np.float64), rate)


def flac_of_hours() -> bytes:
    """A STREAMINFO that claims 2^36 - 1 samples."""
    data = bytearray(encoded("FLAC", "PCM_16"))
    data[21] |= 0x0F
    data[22:26] = b"\xff" * 4
    return bytes(data)


def flac_of_unknown_length() -> bytes:
    data = bytearray(encoded("FLAC", "PCM_16"))
    data[21] &= 0xF0
    data[22:26] = b"\0" * 4
    return bytes(data)


SILENT_MP3 = (b"\xff\xe3\x18\xc0" + b"\0" * 68) * 120_000  # 2.4 hours in 8.6 MB
NAN = float("nan")

CASES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "fine.wav": (lambda: riff(fmt(), DATA), USED, ""),
    "fine.mp3": (lambda: encoded("MP3", "MPEG_LAYER_III"), USED, ""),
    "fine.opus": (lambda: encoded("OGG", "OPUS", rate=48000), USED, ""),
    "wrong_byte_rate.wav": (lambda: riff(fmt()[:16] + b"\1\0\0\0" + fmt()[20:], DATA), USED, ""),
    "data_4_gb.wav": (
        lambda: riff(fmt(), chunk(b"data", PCM, 0xFFFFFFFF), size=0xFFFFFFFF),
        WARNED,
        "cut short",
    ),
    "riff_of_0.wav": (lambda: riff(fmt(), DATA, size=0), WARNED, "never finished"),
    "align_of_0.wav": (lambda: riff(fmt(align=0), DATA), WARNED, "how long a frame is"),
    "unknown_length.flac": (flac_of_unknown_length, WARNED, "does not say how long"),
    "flac_inside.wav": (lambda: encoded("FLAC", "PCM_16"), WARNED, "FLAC inside"),
    "rate_8000.wav": (lambda: riff(fmt(rate=8000), DATA), WARNED, "nothing above 4000 Hz"),
    "channels_32.wav": (lambda: wave(sine(4410, 32)), WARNED, "32 channels"),
    "antiphase.wav": (lambda: wave(sine(9000, 2) / [1, -0.9]), WARNED, "cancel each other"),
    "one_side.wav": (lambda: wave(sine(9000, 2) * [1, 0]), WARNED, "right channel is empty"),
    "peak_4.wav": (lambda: wave(8 * sine()), WARNED, "dB over full scale"),
    "offset.wav": (lambda: wave(0.2 + 0.5 * sine()), WARNED, "constant offset of +0.20"),
    "header_only.wav": (lambda: riff(fmt(), chunk(b"data", b"")), OUT, "empty"),
    "no_format.wav": (lambda: riff(DATA), OUT, "corrupt"),
    "channels_0.wav": (lambda: riff(fmt(channels=0), DATA), OUT, "corrupt"),
    "channels_65535.wav": (lambda: riff(fmt(channels=65535), DATA), OUT, "corrupt"),
    "channels_64.wav": (lambda: wave(sine(4410, 64)), OUT, "64 channels"),
    "rate_1.wav": (lambda: riff(fmt(rate=1), DATA), OUT, "1 Hz"),
    "rate_1_mhz.wav": (lambda: riff(fmt(rate=1_000_000), DATA), OUT, "1000000 Hz"),
    "unknown_tag.wav": (lambda: riff(fmt(tag=0xDEAD), DATA), OUT, "corrupt"),
    "63_samples.wav": (lambda: wave(sine()[5000:5063]), OUT, "too short"),
    "all_nan.wav": (lambda: wave(np.full(9000, NAN)), OUT, "not numbers"),
    "peak_1e9.wav": (lambda: wave(1e9 * sine()), OUT, "174 dB over"),
    "peak_1e300.wav": (lambda: wave(np.full(9000, 1e300), subtype="DOUBLE"), OUT, "not numbers"),
    "offset_only.wav": (lambda: wave(np.full(9000, 0.5)), OUT, "silent"),
    "denormal.wav": (lambda: wave(np.full(9000, 1e-40)), OUT, "silent"),
    "433_hours.flac": (flac_of_hours, OUT, "longer than 2 hours"),
    "3_hours.mp3": (lambda: SILENT_MP3, OUT, "longer than 2 hours"),
    "tag_of_256_mb.mp3": (lambda: b"ID3\4\0\0\x7f\x7f\x7f\x7f" + b"\0" * 999, OUT, "corrupt"),
    "noise.flac": (lambda: b"fLaC" + np.random.default_rng(0).bytes(4000), OUT, "corrupt"),
    "page.mp3": (lambda: b"<!doctype html><script>alert(1)</script>" * 20, OUT, "not a sound"),
    "pickle.wav": (lambda: b"\x80\x04\x95\x1a\0\0\0\0\0\0\0\x8c\x02os\x94.", OUT, "not a sound"),
    "list.mp3": (lambda: b"#EXTM3U\nfile:///etc/passwd\n", OUT, "not a sound"),
    "program.wav": (lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 500, OUT, "not a sound"),
    "._mac.wav": (lambda: b"\0\5\x16\7\0\2\0\0Mac OS X" + b"\0" * 400, OUT, "not a sound"),
    "nist.wav": (lambda: encoded("NIST", "PCM_16"), OUT, "not a sound"),
}


@pytest.fixture
def hostile(folder: Path) -> Path:
    for index, (name, (make, _, _)) in enumerate(CASES.items()):
        data = make()
        # A few more bytes where they do no harm: none is to count as another's duplicate.
        tail = b"" if name.startswith("433") else b"\0" * 2 * index
        (folder / name).write_bytes(data + tail if data[:4] == b"RIFF" else data)
    return folder


def test_hostile_files_are_judged_and_none_does_harm(collect: Any, hostile: Path) -> None:
    corpus = collect()
    clips = {clip.name for clip in corpus.clips}
    for name, (_, verdict, word) in CASES.items():
        warning, reason = corpus.warnings.get(name, ""), corpus.left_out.get(name, "")
        told = OUT if name not in clips else WARNED if warning else USED
        assert told == verdict, (name, warning, reason)
        assert word in warning + reason, name
        assert (warning + reason).isprintable()
    for clip in corpus.clips:
        audio = clip.read()
        assert str(audio.samples.dtype) == "float32"
        assert np.isfinite(audio.samples).all()
        assert audio.frames == round(clip.seconds * 48000)


def test_things_that_are_no_files_are_not_opened(
    collect: Any, put: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("This system has no pipes with names")
    put("real.wav")
    os.mkfifo(folder / "pipe.wav")
    (folder / "zero.wav").symlink_to("/dev/zero")
    (folder / "loop_a.wav").symlink_to("loop_b.wav")
    (folder / "loop_b.wav").symlink_to("loop_a.wav")
    (folder / "folder.wav").mkdir()
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.wav")
    corpus = collect()
    assert [clip.name for clip in corpus.clips] == ["real.wav"]
    assert set(corpus.left_out) == {
        "pipe.wav", "zero.wav", "loop_a.wav", "loop_b.wav", "folder.wav", "socket.wav"
    }  # fmt: skip


def test_a_file_one_may_not_read_is_left_out(collect: Any, put: Any) -> None:
    put("a.wav")
    path = put("b.wav", hertz=300)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("This user may read everything")
    assert "cannot be opened" in collect().left_out["b.wav"]


def test_a_file_over_2_gib_is_refused_unread(collect: Any, put: Any, folder: Path) -> None:
    put("a.wav")
    with (folder / "b.wav").open("wb") as file:
        file.write(riff(fmt(), DATA))
        file.truncate(2**31 + 1)  # a hole: nothing is on the disk
    assert collect().left_out["b.wav"] == "larger than 2 GiB"


ALONE = """
import resource, sys
from pathlib import Path
from timbrel import Job, offers, start

kernel = start(Path(sys.argv[1]))
collector = kernel.host.find(offers.Collector, "folder")
corpus = collector.collect(sys.argv[2], {}, kernel.places, Job("collect"))
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(*[clip.name for clip in corpus.clips], peak * (1 if peak > 2**24 else 1024))
"""


def test_a_long_silent_file_costs_little_memory(put: Any, folder: Path, home: Path) -> None:
    """In a process of its own: a child's peak begins with what its parent takes."""
    pytest.importorskip("resource", reason="Only Unix tells the memory of children")
    put("a.wav")
    soundfile.write(folder / "b.flac", np.zeros(44100 * 300), 44100)
    long = np.zeros((48000 * 60, 2), np.float32)
    long[:, 0] = 0.1 * np.sin(np.arange(len(long)) / 30)
    soundfile.write(folder / "c.flac", long, 44100)
    command = [sys.executable, "-c", ALONE, str(home), str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert told[:-1] == ["a.wav", "c.flac"]
    assert int(told[-1]) < 400 * 2**20
