"""Facts in columns, and figures in units that a person reads."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest entry, two spaces apart."""
    every = [heads, *rows]
    widths = [max(map(_width, column)) for column in zip(*every, strict=True)]
    return "\n".join(_line(row, widths) for row in every)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [_filled(text, width) for text, width in zip(row, widths, strict=True)]
    return "  ".join(cells).rstrip()


def _filled(text: str, width: int) -> str:
    return text.ljust(width) if text.isascii() else text + " " * (width - _width(text))


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def size(count: int) -> str:
    """A number of bytes in the largest decimal unit of which there is one."""
    for unit, worth in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= worth:
            return f"{count / worth:.1f} {unit}"
    return f"{count} B"


def span(seconds: float) -> str:
    """A length of time as 12.3 s, 4:05 or 1:02:03."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
