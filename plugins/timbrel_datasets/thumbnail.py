"""A small picture of a sound's course, kept by its digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel import offers

EDITION = "thumbnail-1"


def drawn(clip: offers.Clip, places: Any) -> Path:
    """The PNG of a clip: 240 by 60, clear but for the wave; a Problem if it cannot be written."""
    path = places.cache / EDITION / f"{clip.digest}.png"
    if path.is_file():
        return path
    from timbrel_datasets.dsp_thumbnail import thumbnail

    with places.writing(path) as draft:
        draft.write_bytes(thumbnail(clip.read()))
    return path
