"""The blocks of a sound file, from first to last, by libsndfile or by ffmpeg."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from timbrel_corpus import dsp_ffmpeg, formats, header
from timbrel_corpus.gate import Refused, admitted, sniffed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import FileIO
    from pathlib import Path

BLOCK = 65536  # frames; libsndfile is never asked for more at once
UNKNOWN = 2**62  # frames; a header without a length makes libsndfile answer with a number above


@dataclass(frozen=True, slots=True)
class Source:
    """Something to decode, as often as ``blocks`` is called: arrays (frames, channels) float32.

    ``frames`` is what its header says, 0 where it does not. Reading ends early, without an
    error, where a file is damaged.
    """

    container: str
    rate: int
    channels: int
    frames: int
    odd: str
    blocks: Callable[[], Iterator[np.ndarray]]


def source(file: FileIO) -> Source:
    """What an admitted file holds; Refused if it is no sound that can be decoded."""
    container = sniffed(file)
    if not container:
        raise Refused("not a sound file")
    if container in formats.BY_FFMPEG:
        rate, channels, frames = dsp_ffmpeg.promise(file, container)
        read = lambda: dsp_ffmpeg.blocks(file, container)  # noqa: E731
        return Source(container, rate, channels, frames, "", read)
    try:
        odd = header.lies(file, container)
    except OSError as error:
        raise Refused(f"it cannot be read: {error.strerror}", lasting=False) from error
    with _opened(file) as sound:
        frames = sound.frames if sound.frames < UNKNOWN else 0
        rate, channels = sound.samplerate, sound.channels
    if not frames and container == "FLAC":
        odd = "its header does not say how long it is"
    return Source(container, rate, channels, frames, odd, lambda: _blocks(file))


def read(path: Path, rates: Callable[[int, int, int], None]) -> tuple[np.ndarray, int]:
    """A whole file: samples (channels, frames) float32 at its own rate; ``rates`` may refuse."""
    with admitted(path) as file:
        what = source(file)
        rates(what.rate, what.channels, what.frames)
        blocks: list[np.ndarray] = []
        frames = 0
        for block in what.blocks():
            frames += len(block)
            rates(what.rate, what.channels, frames)
            blocks.append(block)
    if not frames:
        raise Refused("empty: no sound in it")
    return np.ascontiguousarray(np.concatenate(blocks).T), what.rate


def _opened(file: FileIO) -> soundfile.SoundFile:
    file.seek(0)
    try:
        return soundfile.SoundFile(file.fileno(), closefd=False)
    except soundfile.LibsndfileError as error:
        raise Refused(_reason(error.error_string)) from error


def _reason(said: str) -> str:
    if "unimplemented format" in said:
        return "an encoding that is not read here, or damaged"
    return "corrupt: it cannot be decoded"


def _blocks(file: FileIO) -> Iterator[np.ndarray]:
    with _opened(file) as sound:
        while True:
            buffer = np.full((BLOCK, sound.channels), np.nan, np.float32)
            try:
                block = sound.read(out=buffer)
            except soundfile.LibsndfileError:
                yield _saved(buffer)
                return
            if not len(block):
                return
            yield block


def _saved(buffer: np.ndarray) -> np.ndarray:
    """What was decoded before the error: all up to where the buffer was never written."""
    written = np.flatnonzero(np.isfinite(buffer).any(axis=1))
    return buffer[: written[-1] + 1] if written.size else buffer[:0]
