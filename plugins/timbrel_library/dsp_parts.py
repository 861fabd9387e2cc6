"""The weights and recordings of a model from elsewhere, looked at before anything plays them."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from safetensors import SafetensorError, safe_open

from timbrel_library.manifest import loaded
from timbrel_library.parcel import MEBI, Refused

if TYPE_CHECKING:
    from pathlib import Path

MOST_HEADER = MEBI
MOST_TENSORS = 4096
MOST_JSON = 16 * MEBI
CHANNELS, RATES = 32, (4000, 768000)


def checked(path: Path) -> None:
    """Return if a part is what its suffix says, whole and finite; else it is Refused."""
    {".safetensors": _weights, ".flac": _recordings, ".json": _facts}[path.suffix](path)


def _weights(path: Path) -> None:
    """Safetensors: 8 bytes of length, a JSON header of so many bytes, then all the numbers."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(struct.calcsize("<Q")), "little")
        if length > MOST_HEADER:
            raise Refused(f"the header of {path.name} is said to be {length / MEBI:.0f} MiB long")
        header = loaded(file.read(length), f"the header of {path.name}")
    if len(header) > MOST_TENSORS + 1:  # one is about the others
        raise Refused(f"{path.name} has more than {MOST_TENSORS} tensors")
    try:
        with safe_open(path, "numpy") as tensors:
            for name in tensors.keys():  # noqa: SIM118 - it is no dict
                _finite(tensors.get_tensor(name), path)
    except (SafetensorError, TypeError, AttributeError) as error:
        raise Refused(f"{path.name} is no sound file of weights") from error


def _finite(array: np.ndarray, path: Path) -> None:
    if array.dtype.kind not in "fiub" or not np.isfinite(array).all():
        raise Refused(f"{path.name} holds weights that are no numbers")


def _recordings(path: Path) -> None:
    try:
        with soundfile.SoundFile(path) as sound:
            sane = sound.format == "FLAC" and 1 <= sound.channels <= CHANNELS
            if not sane or not RATES[0] <= sound.samplerate <= RATES[1]:
                raise Refused(f"{path.name} is no recording that Timbrel would make")
    except soundfile.SoundFileError as error:
        raise Refused(f"{path.name} is no sound file of FLAC") from error


def _facts(path: Path) -> None:
    if path.stat().st_size > MOST_JSON:
        raise Refused(f"{path.name} is larger than {MOST_JSON // MEBI} MiB")
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path.name} cannot be read") from error
