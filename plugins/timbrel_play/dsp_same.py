"""Whether two sound files hold the same samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import soundfile

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = 65536
EXACT = ("PCM_16", "PCM_24", "FLOAT")


def lossless(path: Path) -> bool:
    """Whether what is read from the file is what was written into it."""
    return soundfile.info(path).subtype in EXACT


def same(one: Path, other: Path) -> bool:
    """Sample for sample, as they are decoded; what cannot be decoded is not the same."""
    try:
        with soundfile.SoundFile(one) as a, soundfile.SoundFile(other) as b:
            if (a.frames, a.samplerate, a.channels) != (b.frames, b.samplerate, b.channels):
                return False
            while len(block := a.read(BLOCK, dtype="float64")):
                if not np.array_equal(block, b.read(BLOCK, dtype="float64")):
                    return False
    except soundfile.LibsndfileError:
        return False
    return True
