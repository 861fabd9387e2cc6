"""Where the recordings lie that one can listen to: the files themselves, or a WAV made of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import offers

EDITION = "listening-1"
PLAYED = ("WAV", "FLAC", "OGG", "MP3", "MP4")  # containers that every browser and player plays


def heard(clip: offers.Clip, places: Any) -> str:
    """The path of a clip that any player plays; empty where it has no file of its own."""
    path = clip.facts.get("path", "")
    if not path or clip.facts.get("container") in PLAYED:
        return str(path)
    copy: Path = places.cache / EDITION / f"{clip.digest}.wav"
    if not copy.is_file():
        from timbrel_datasets.dsp_copy import written

        with places.writing(copy) as draft:
            written(clip.read(), draft)
    return str(copy)
