"""The name of a file that a page sends: a path below a folder, and nothing else."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST, DEEPEST = 255, 16  # bytes of one name, names in a path: what file systems and walks bear
# What cannot be seen turns names round or makes two look the same; joiners are needed to write.
UNSEEN, JOINERS = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}, "\u200c\u200d"
BARRED = "\\" + (':*?"<>|' if sys.platform == "win32" else "")


def checked(text: str, suffixes: Collection[str]) -> PurePosixPath:
    """A path as one that may be written below a folder; a Problem that says what is wrong."""
    parts = text.split("/")
    if len(parts) > DEEPEST:
        raise Problem(f"A file lies more than {DEEPEST} folders deep.", "Send its folder alone.")
    for part in parts:
        if wrong := _wrong(part):
            raise Problem(f"The name {part[:80]!a} {wrong}.", "Rename it, and send it again.")
    path = PurePosixPath(text)
    if path.suffix.lower() not in suffixes:
        known = ", ".join(sorted(suffix.lstrip(".") for suffix in suffixes))
        raise Problem(f"'{path.name}' is no kind of sound file.", f"It takes {known}.")
    return path


def _wrong(part: str) -> str:
    if not part.strip():
        return "is empty"
    if part.startswith("."):
        return "begins with a dot"
    if any(char in BARRED or _unseen(char) for char in part):
        return "has a sign that files cannot have, or that nobody can see"
    if sys.platform == "win32" and part.endswith((".", " ")):
        return "ends with a dot or a space"
    return "is too long" if len(part.encode()) > LONGEST else ""


def _unseen(char: str) -> bool:
    return char not in JOINERS and unicodedata.category(char) in UNSEEN
