"""What this machine can read, write and play."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING

from timbrel_doctor.finding import Finding
from timbrel_doctor.witness import asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Kernel

NEEDED = {
    "WAV": ("WAV", "PCM_24"),
    "AIFF": ("AIFF", "PCM_24"),
    "FLAC": ("FLAC", "PCM_24"),
    "MP3": ("MP3", "MPEG_LAYER_III"),
    "OGG Vorbis": ("OGG", "VORBIS"),
    "Opus": ("OGG", "OPUS"),
}


def soundfile(kernel: Kernel) -> Iterator[Finding]:
    """libsndfile, which reads and writes most of the formats."""
    facts = asked("soundfile")
    if "error" in facts:
        mend = "pip install --force-reinstall soundfile"
        yield Finding("soundfile", f"cannot be used: {facts['error']}", "wrong", mend)
        return
    yield Finding("soundfile", f"{facts['version']} with {facts['libsndfile']}", facts=facts)
    has = {name for name, (kind, code) in NEEDED.items() if code in facts["formats"].get(kind, ())}
    lacks = [name for name in NEEDED if name not in has]
    if lacks:
        mend = "pip install --upgrade soundfile"
        yield Finding("codecs", f"lacking: {', '.join(lacks)}", "wrong", mend)
    yield Finding("codecs", ", ".join(name for name in NEEDED if name in has))


def ffmpeg(kernel: Kernel) -> Iterator[Finding]:
    path = shutil.which("ffmpeg")
    if path:
        yield Finding("ffmpeg", path, facts={"path": path})
    else:
        mend = "For M4A, AAC and WMA: apt install ffmpeg, brew install ffmpeg, or ffmpeg.org"
        yield Finding("ffmpeg", "is not on this machine", "note", mend)


def outputs(kernel: Kernel) -> Iterator[Finding]:
    if importlib.util.find_spec("sounddevice") is None:
        mend = "Only to play on a sound card directly: pip install 'timbrel[live]'"
        yield Finding("outputs", "sounddevice is not installed", "note", mend)
        return
    facts = asked("sounddevice")
    if "error" in facts:
        mend = "Install PortAudio: apt install libportaudio2, or brew install portaudio"
        yield Finding("outputs", f"cannot be listed: {facts['error']}", "wrong", mend)
    elif not facts["outputs"]:
        mend = "The page plays all the same; for this machine plug in a sound card, or start JACK."
        yield Finding("outputs", "none", "note", mend, facts)
    else:
        yield Finding("outputs", ", ".join(facts["outputs"]), facts=facts)
