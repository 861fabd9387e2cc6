"""Write a sound as a WAV of 24 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import soundfile

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import Audio


def written(audio: Audio, path: Path) -> None:
    soundfile.write(path, audio.samples.T, audio.rate, subtype="PCM_24", format="WAV")
