"""The writing of a WAV file, and the look at it afterwards."""

from __future__ import annotations

import errno
import json
import os
import struct
from typing import TYPE_CHECKING

import soundfile

from timbrel_export.dsp_depth import cut
from timbrel_export.dsp_stream import length, streamed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any, BinaryIO

    from timbrel import Take

SUBTYPES = {16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}
LONGEST = 40_000  # characters: libsndfile drops a comment of 60 000 and the chunk with it
LARGEST = 4 * 2**30 - 2**20  # bytes of sound that leave room for the other chunks of a WAV


def written(take: Take, path: Path, rate: int, bits: int) -> None:
    """Write a take at a rate (Hz) and depth; an OSError if the disk did not hold all of it."""
    frames = length(take, rate)
    try:
        with soundfile.SoundFile(
            path, "w", rate, take.channels, SUBTYPES[bits], format=form(frames, take.channels, bits)
        ) as file:
            file.comment = comment(take.recipe)
            blocks = streamed(take, rate)
            for block in blocks if bits == 32 else cut(blocks, bits, _seed(take.recipe)):
                file.write(block)
        _undated(path)
        _verify(path, (frames, rate, take.channels))
    except soundfile.LibsndfileError as error:
        raise OSError(errno.EIO, f"it could not be written whole ({error.error_string})") from error


def comment(recipe: Mapping[str, Any]) -> str:
    """The recipe as compact JSON; one too long for the chunk is only in the file beside it."""
    text = json.dumps(dict(recipe), separators=(",", ":"), ensure_ascii=True)
    return text if len(text) <= LONGEST else '{"recipe":"see the .json beside this file"}'


def form(frames: int, channels: int, bits: int) -> str:
    """The container: WAV counts its bytes in 32 bits, RF64 in 64 (EBU Tech 3306)."""
    return "WAV" if frames * channels * bits // 8 < LARGEST else "RF64"


def _seed(recipe: Mapping[str, Any]) -> int:
    return abs(int(recipe.get("seed", 0)))


def _verify(path: Path, expected: tuple[int, int, int]) -> None:
    found = soundfile.info(path)
    if (found.frames, found.samplerate, found.channels) != expected:
        raise OSError(errno.EIO, "what was read back is not what was written")


def _undated(path: Path) -> None:
    """Set the time in the PEAK chunk to zero: the same take is to give the same bytes."""
    with path.open("r+b") as file:
        place = _peak(file)
        if place:
            file.seek(place + 12)  # behind the chunk's name, its length and a version
            file.write(struct.pack("<I", 0))


def _peak(file: BinaryIO) -> int:
    """Where the PEAK chunk begins, 0 if there is none before the sound."""
    file.seek(12)
    while len(head := file.read(8)) == 8:
        kind, size = struct.unpack("<4sI", head)
        if kind == b"PEAK":
            return file.tell() - 8
        if kind == b"data":
            break
        file.seek(size + size % 2, os.SEEK_CUR)
    return 0
