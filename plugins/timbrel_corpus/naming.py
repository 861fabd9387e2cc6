"""A file's name as it may be shown: on a terminal, in a page, in JSON."""

from __future__ import annotations

import os
import unicodedata

UNSHOWN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"  # Persian, Indic scripts and emoji are not written without them


def displayed(name: str | os.PathLike[str]) -> str:
    """The name with what cannot be seen, or is no UTF-8, as backslash escapes."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in JOINERS or unicodedata.category(char) not in UNSHOWN:
        return char
    return char.encode("unicode_escape").decode("ascii")
