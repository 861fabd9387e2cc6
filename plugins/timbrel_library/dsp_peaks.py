"""What a sound file holds at a glance: rate, channels, and a thumbnail of its samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soundfile as sf

if TYPE_CHECKING:
    from pathlib import Path

STRETCHES, BLOCK = 256, 65536


def glance(path: Path) -> tuple[int, int, bytes | None] | None:
    """Rate in Hz, channels, and the thumbnail; None where the file cannot be read as sound.

    The thumbnail is the least and the most sample of each of 256 stretches: int8 pairs, 127
    being full scale; None where there is no sample.
    """
    try:
        # Through Python's own file: libsndfile takes no name that is not UTF-8.
        with path.open("rb") as file, sf.SoundFile(file) as sound:
            return sound.samplerate, sound.channels, _peaks(sound)
    except (sf.LibsndfileError, OSError, RuntimeError, ValueError):
        return None


def _peaks(sound: sf.SoundFile) -> bytes | None:
    if sound.frames < 1:
        return None
    low, high = np.zeros(STRETCHES, np.float32), np.zeros(STRETCHES, np.float32)
    done = 0
    for block in sound.blocks(BLOCK, dtype="float32", always_2d=True):
        where = np.arange(done, done + len(block)) * STRETCHES // sound.frames
        first = np.flatnonzero(np.diff(where, prepend=-1))
        into = np.minimum(where[first], STRETCHES - 1)  # some formats tell their length too short
        np.minimum.at(low, into, np.minimum.reduceat(block.min(axis=1), first))
        np.maximum.at(high, into, np.maximum.reduceat(block.max(axis=1), first))
        done += len(block)
    pairs = np.nan_to_num(np.stack([low, high], axis=1)).clip(-1, 1) * 127
    return np.rint(pairs).astype(np.int8).tobytes()
