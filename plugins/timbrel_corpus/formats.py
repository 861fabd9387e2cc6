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
BY_FFMPEG = {
    "MP4": (".m4a", ".m4b", ".mp4", ".mov", ".3gp"),
    "AAC": (".aac",),
    "WMA": (".wma", ".asf"),
    "WEBM": (".webm", ".weba", ".mka", ".mkv"),
}
ALL = tuple(dict.fromkeys(suffix for suffixes in SUFFIXES.values() for suffix in suffixes))
FOREIGN = tuple(suffix for suffixes in BY_FFMPEG.values() for suffix in suffixes)
HEAD = 12  # bytes that tell


def container(head: bytes) -> str:
    """The container that begins with these bytes, or empty where it is none that is read here.

    The list is short on purpose: libsndfile opens a dozen more and ffmpeg hundreds, whose parsers
    few have tried to break.
    """
    if head[8:12] == b"WAVE":
        return {b"RIFF": "WAV", b"RF64": "RF64"}.get(head[:4], "")
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "AIFF"
    if head.startswith(b"riff\x2e\x91\xcf\x11"):
        return "W64"
    begins = {b".snd": "AU", b"caff": "CAF", b"fLaC": "FLAC", b"OggS": "OGG"}
    return begins.get(head[:4]) or ("MP3" if _mpeg(head) else _foreign(head))


def _foreign(head: bytes) -> str:
    """The same for what ffmpeg reads."""
    if head[4:8] == b"ftyp":
        return "MP4"
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:  # ADTS, ISO 13818-7
        return "AAC"
    begins = {b"\x30\x26\xb2\x75": "WMA", b"\x1a\x45\xdf\xa3": "WEBM"}
    return begins.get(head[:4], "")


def _mpeg(head: bytes) -> bool:
    """An ID3 tag, or a frame header of MPEG audio without a forbidden field (ISO 11172-3)."""
    if head.startswith(b"ID3"):
        return True
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer != 0 and bitrate != 15 and rate != 3
