"""Read what ffmpeg reads, where it is on the machine."""

from __future__ import annotations

import shutil

from timbrel_corpus import formats
from timbrel_corpus.files import Files

MEND = "install ffmpeg (apt install ffmpeg, brew install ffmpeg, or ffmpeg.org)"


def located() -> str | None:
    """The path of the program, None where it is not on this machine."""
    return shutil.which("ffmpeg")


def absent(container: str) -> str:
    """Why a file of this container is left out where there is no ffmpeg, and how to mend it."""
    return f"{container} is read by ffmpeg, which is not on this machine: {MEND}"


class Ffmpeg(Files):
    name = "ffmpeg"
    says = "M4A, AAC, WMA and WebM, where ffmpeg is on the machine"
    suffixes = formats.FOREIGN
