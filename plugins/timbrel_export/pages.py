"""The serial number of an OGG stream, which libsndfile draws from the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def numbered(path: Path, serial: int) -> None:
    """Give each page of a file this serial number: the same take is to give the same bytes."""
    from mutagen.ogg import OggPage

    with path.open("r+b") as file:
        while True:
            place = file.tell()
            try:
                page = OggPage(file)
            except EOFError:
                return
            after = file.tell()
            page.serial = serial
            file.seek(place)
            file.write(page.write())
            file.seek(after)
