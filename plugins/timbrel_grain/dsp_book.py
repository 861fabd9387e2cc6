"""A model's recordings, end to end in a FLAC file for each number of channels."""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import soundfile

from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_page import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from mmap import mmap
    from pathlib import Path

    from timbrel import offers
    from timbrel_grain.dsp_analysis import Analysis
    from timbrel_grain.dsp_thin import Stretch

RISE, FALL = 24, 96  # samples: half a millisecond, which no onset is the duller for, and two
BLOCK = 65536  # samples handed to libsndfile at a time
SAMPLES = 16  # excerpts that tell what the corpus costs
CAREFUL = 1.06  # the excerpts may have been the easier ones


def price(clips: Sequence[offers.Clip], bits: int) -> float:
    """Bytes that a second of these recordings takes, by coding an excerpt of some of them."""
    step = max(1, len(clips) // SAMPLES)
    coded, seconds = 0, 0.0
    for clip in clips[::step]:
        sound = clip.read().samples
        middle = max(sound.shape[1] // 2 - spectrum.RATE, 0)
        excerpt = _scaled(sound[:, middle : middle + 2 * spectrum.RATE])[0]
        coded += len(_coded(excerpt, bits))
        seconds += excerpt.shape[1] / spectrum.RATE
    return CAREFUL * coded / seconds


def _coded(sound: np.ndarray, bits: int) -> bytes:
    page = io.BytesIO()
    soundfile.write(page, sound.T, spectrum.RATE, f"PCM_{bits}", format="FLAC")
    return page.getvalue()


def _scaled(sound: np.ndarray) -> tuple[np.ndarray, float]:
    """A sound raised to full scale, so that no bit is wasted on a quiet one, and its gain."""
    gain = float(max(np.abs(sound).max(initial=0), 1e-6)) * 1.0001
    return sound / np.float32(gain), gain


def record(
    folder: Path,
    clips: Sequence[offers.Clip],
    found: Sequence[Analysis],
    stretches: Sequence[Stretch],
    bits: int,
) -> list[dict[str, Any]]:
    """Write the stretches, and say of each where it lies and where it came from."""
    places: list[dict[str, Any]] = []
    ends: dict[int, int] = {}
    books: dict[int, soundfile.SoundFile] = {}
    with ExitStack() as shelf:
        for stretch in stretches:
            start, sound = _heard(stretch, clips[stretch.source], found[stretch.source])
            channels, samples = sound.shape
            if channels not in books:
                kind = (spectrum.RATE, channels, f"PCM_{bits}")
                books[channels] = soundfile.SoundFile(folder / named(channels), "w", *kind)
                shelf.enter_context(books[channels])
            sound, gain = _scaled(sound)
            for block in range(0, samples, BLOCK):
                books[channels].write(sound[:, block : block + BLOCK].T)
            begin = ends.get(channels, 0)
            ends[channels] = begin + samples
            own = {"source": stretch.source, "first": stretch.first, "frames": stretch.frames}
            lies = {"channels": channels, "begin": begin, "samples": samples, "gain": gain}
            places.append({**own, "start": start, **lies})
    return places


def _heard(stretch: Stretch, clip: offers.Clip, found: Analysis) -> tuple[int, np.ndarray]:
    """The first sample that a stretch's frames reach into, and all those samples."""
    start = max((stretch.first - 1) * spectrum.HOP - spectrum.SIZE // 2, 0)
    end = (stretch.first + stretch.frames - 2) * spectrum.HOP + spectrum.SIZE // 2
    return start, clip.read().samples[:, start:end] - found.offset


def named(channels: int) -> str:
    """The file's name."""
    return f"grains-{channels}.flac"


@dataclass
class Recording:
    """A stretch in such a file, as ``record`` placed it; it stays in memory once it was read."""

    page: mmap
    place: Mapping[str, Any]

    @cached_property
    def samples(self) -> np.ndarray:
        with soundfile.SoundFile(cast("Any", Reader(self.page))) as book:
            book.seek(self.place["begin"])
            sound = book.read(self.place["samples"], dtype="float32", always_2d=True)
        return eased(np.ascontiguousarray(sound.T) * np.float32(self.place["gain"]))


def eased(sound: np.ndarray) -> np.ndarray:
    """A sound (channels, samples) that comes in RISE and goes in FALL samples.

    A recording that was cut off in the midst of a sound ends in a step, which is heard wherever it
    is played. Where a stretch goes on in its recording these samples are under no window.
    """
    if sound.shape[1] > RISE + FALL:
        sound[:, :RISE] *= np.linspace(0, 1, RISE, dtype=np.float32)
        sound[:, -FALL:] *= np.linspace(1, 0, FALL, dtype=np.float32)
    return sound
