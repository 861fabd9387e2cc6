"""What libsndfile cannot read, decoded by ffmpeg in a process of its own.

ffmpeg is told which one demuxer to use, by the bytes that the gate saw, and may open nothing but
the file: a playlist or an address inside it leads nowhere.
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from timbrel_corpus.ffmpeg import absent, located
from timbrel_corpus.gate import Refused
from timbrel_corpus.judge import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

DEMUXERS = {"MP4": "mov", "AAC": "aac", "WMA": "asf", "WEBM": "matroska"}
MEASURED = ("MP4", "WMA")  # containers that know how long they are; the others only guess
PATIENCE = 50.0  # seconds for a block: less than a crew waits for a sign of life
MEMORY = 512 * 2**20  # bytes in one piece
BLOCK = 65536
HEAD = struct.Struct(">4s5I")  # of an AU file: mark, offset, size, encoding, rate, channels
LEEWAY = 0.1  # seconds that an encoder may have put before and after the sound


def promise(file: FileIO, container: str) -> tuple[int, int, int]:
    """Rate, channels and least number of frames (0 where unknown) of an admitted file."""
    command, handles = _command(file, container, 0.1)
    try:
        told = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            pass_fds=handles,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("it takes too long to decode", lasting=False) from error
    if len(told.stdout) < HEAD.size:
        none = b"matches no streams" in told.stderr
        raise Refused("no sound in it" if none else "corrupt: it cannot be decoded")
    *_, rate, channels = HEAD.unpack_from(told.stdout)
    seconds = _length(told.stderr) - LEEWAY if container in MEASURED else 0.0
    return rate, channels, max(int(seconds * rate), 0)


def blocks(file: FileIO, container: str) -> Iterator[np.ndarray]:
    """Arrays (frames, channels) float32; they end early where the file is damaged."""
    with _running(file, container) as process:
        assert process.stdout is not None
        head = process.stdout.read(HEAD.size)
        if len(head) < HEAD.size:
            return
        _, offset, *_, channels = HEAD.unpack(head)
        process.stdout.read(offset - HEAD.size)
        while data := _patient(process, BLOCK * channels * 4):
            whole = len(data) // (4 * channels) * channels
            yield np.frombuffer(data, ">f4", whole).astype(np.float32).reshape(-1, channels)


def _patient(process: subprocess.Popen[bytes], size: int) -> bytes:
    assert process.stdout is not None
    clock = threading.Timer(PATIENCE, process.kill)
    clock.start()
    try:
        return process.stdout.read(size)
    finally:
        clock.cancel()


@contextmanager
def _running(file: FileIO, container: str) -> Iterator[subprocess.Popen[bytes]]:
    command, handles = _command(file, container, LONGEST + 1)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=handles,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _command(file: FileIO, container: str, seconds: float) -> tuple[list[str], tuple[int, ...]]:
    program = located()
    if program is None:
        raise Refused(absent(container), lasting=False)
    demuxer, (name, handles) = DEMUXERS[container], _spot(file)
    guard = ["-max_alloc", str(MEMORY), "-threads", "1", "-protocol_whitelist", "file,pipe"]
    come = ["-format_whitelist", demuxer, "-f", demuxer, "-i", name]
    go = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-t", str(seconds), "-acodec", "pcm_f32be"]
    command = [program, "-nostdin", "-hide_banner", *guard, *come, *go, "-f", "au", "pipe:1"]
    return command, handles


def _spot(file: FileIO) -> tuple[str, tuple[int, ...]]:
    """The very file that is open, where the system can say so, and not what took its name."""
    file.seek(0)
    if os.path.isdir("/dev/fd"):
        return f"file:/dev/fd/{file.fileno()}", (file.fileno(),)
    return f"file:{os.path.abspath(os.fsdecode(file.name))}", ()


def _length(said: bytes) -> float:
    told = re.search(rb"Duration: (\d+):(\d\d):(\d\d\.\d+)", said)
    hours, minutes, seconds = map(float, told.groups()) if told else (0.0, 0.0, 0.0)
    return 3600 * hours + 60 * minutes + seconds
