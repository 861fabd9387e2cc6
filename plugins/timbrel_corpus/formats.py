"""What kind of sound file it is, told by its first bytes and never by its name."""

from __future__ import annotations

SUFFIXES = {
    "WAV": (".wav", ".wave", ".bwf"),
    "RF64": (".wav", ".rf64"),
    "W64": (".w64",),
    "AIFF": (".aif", ".aiff", ".aifc"),
    "AU": (".au", ".snd"),
    "CAF": (".caf",),
    "FLAC": (".flac",),
    "OGG": (".ogg", ".oga", ".opus"),
    "MP3": (".mp3",),
}
ALL = tuple(dict.fromkeys(suffix for suffixes in SUFFIXES.values() for suffix in suffixes))
HEAD = 12  # bytes that tell


def container(head: bytes) -> str:
    """The container that begins with these bytes, or empty where it is none that is read here.

    The list is short on purpose: libsndfile opens a dozen more, whose parsers few have tried to
    break.
    """
    if head[8:12] == b"WAVE":
        return {b"RIFF": "WAV", b"RF64": "RF64"}.get(head[:4], "")
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "AIFF"
    if head.startswith(b"riff\x2e\x91\xcf\x11"):
        return "W64"
    begins = {b".snd": "AU", b"caff": "CAF", b"fLaC": "FLAC", b"OggS": "OGG"}
    return begins.get(head[:4], "MP3" if _mpeg(head) else "")


def _mpeg(head: bytes) -> bool:
    """An ID3 tag, or a frame header of MPEG audio without a forbidden field (ISO 11172-3)."""
    if head.startswith(b"ID3"):
        return True
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer != 0 and bitrate != 15 and rate != 3
