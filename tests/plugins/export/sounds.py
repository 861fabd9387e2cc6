"""Takes of known sounds, and files looked at by others."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Audio, Take
from timbrel_export.file import File
from timbrel_export.form import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RATE = 48000
EXPORTERS = {form.name: File(form) for form in FORMS}
TABLE = {form.name: form for form in FORMS}


def take(sound: np.ndarray, rate: int = RATE, block: int = 4800, **recipe: Any) -> Take:
    """A take of given samples (channels, frames), handed out in blocks."""
    sound = np.atleast_2d(sound).astype(np.float32)

    def play() -> Iterator[Audio]:
        for start in range(0, sound.shape[1], block):
            yield Audio(np.ascontiguousarray(sound[:, start : start + block]), rate)

    facts = {"made": "by hand", "model": "bell", "seed": 3, "quality": {}, **recipe}
    return Take(facts, rate, len(sound), sound.shape[1], play)


def sine(hertz: float, frames: int = RATE, level: float = 0.5, rate: int = RATE) -> np.ndarray:
    return level * np.sin(2 * np.pi * hertz * np.arange(frames) / rate)


def exported(made: Take, path: Path, **values: float) -> np.ndarray:
    """What is read back (channels, frames) of a take, written by the exporter of the suffix."""
    exporter = EXPORTERS[path.suffix[1:]]
    rests = {control.name: control.rest for control in exporter.controls}
    exporter.write(made, path, {**rests, **values})
    return soundfile.read(path, always_2d=True)[0].T


def quality(made: Take) -> dict[str, Any]:
    return made.recipe["quality"]


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on this machine")
    return found


def probed(path: Path) -> dict[str, Any]:
    """What ffprobe tells: 'duration' in seconds, and the 'tags' by their names in small letters."""
    command = [program("ffprobe"), "-v", "error", "-show_format", "-show_streams", "-of", "json"]
    told = json.loads(subprocess.run([*command, str(path)], capture_output=True, check=True).stdout)
    stream, whole = told["streams"][0], told["format"]
    tags = {**stream.get("tags", {}), **whole.get("tags", {})}
    return {**stream, "tags": {name.lower(): text for name, text in tags.items()}}


def decoded(path: Path, channels: int) -> int:
    """How many frames ffmpeg makes of a file, the encoder's delay and padding left out."""
    command = [program("ffmpeg"), "-v", "error", "-i", str(path), "-f", "s16le", "-"]
    sound = subprocess.run(command, capture_output=True, check=True).stdout
    return len(sound) // 2 // channels
