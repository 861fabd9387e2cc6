"""The demo's recordings, as files."""

from __future__ import annotations

import errno
import os
import secrets
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from timbrel_demo.dsp_filter import RATE
from timbrel_demo.dsp_room import finished, roomed
from timbrel_demo.dsp_score import SCORE

if TYPE_CHECKING:
    from pathlib import Path


def make_sounds(folder: Path, seed: int) -> list[Path]:
    """Write the 24 sounds of ``seed`` into a folder: WAV, 48 kHz, 24 bits, mono and stereo.

    Each comes under its name only when it is whole. An OSError if the disk does not take it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _written(folder / f"{name}.wav", sound(index, seed)) for index, name in enumerate(NAMES)
    ]


NAMES = tuple(name for name, *_ in SCORE)


def sound(index: int, seed: int) -> np.ndarray:
    """One of the sounds, (channels, frames) float32."""
    _, make, peak, wet = SCORE[index]
    rng = np.random.default_rng((seed, index))
    return finished(roomed(make(rng), rng, wet), peak)


def _written(path: Path, samples: np.ndarray) -> Path:
    draft = path.with_name(f".tmp-{secrets.token_hex(6)}.wav")
    try:
        soundfile.write(draft, samples.T, RATE, subtype="PCM_24")
        os.replace(draft, path)
    except soundfile.LibsndfileError as error:
        raise OSError(errno.EIO, "the disk did not take all of it") from error
    finally:
        draft.unlink(missing_ok=True)
    return path
