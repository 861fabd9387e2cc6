"""The file system that a library lies on, and what that one can promise."""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from functools import cache
from pathlib import Path

log = logging.getLogger(__name__)
MOUNTS = Path("/proc/self/mountinfo")
REMOTE = re.compile(r"(nfs|cifs|smb|9p$|afs|ncp|ceph|gluster|fuse\.(sshfs|davfs|rclone|s3|gvfs))")


def journal(file: Path) -> str:
    """The journal to use: write-ahead needs memory shared by all processes, of one machine."""
    return "delete" if _remote(file.parent) else "wal"


@cache
def _remote(folder: Path) -> bool:
    kind = kind_of(folder)
    far = bool(REMOTE.match(kind))
    if far:
        log.warning(
            "The library in %s lies on a network drive (%s): only one machine may use it at a time",
            folder,
            kind,
        )
    return far


def kind_of(folder: Path, mounts: Path = MOUNTS) -> str:
    """The name of the file system below a folder, as Linux tells it; else empty."""
    with suppress(OSError):
        lines = mounts.read_text(errors="surrogateescape").splitlines()
        table = {_plain(line.split()[4]): line.partition(" - ")[2].split()[0] for line in lines}
        full = folder.resolve()
        for place in (full, *full.parents):
            if str(place) in table:
                return table[str(place)]
    return ""


def _plain(place: str) -> str:
    """A mount's place without the escapes for blanks and the like (proc(5))."""
    return re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), place)
