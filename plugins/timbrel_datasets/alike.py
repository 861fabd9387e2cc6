"""Sounds that may be one and the same: nearly alike to the ear, and more so by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel_datasets.portrait import Portrait

CLOSE = 0.08  # of what is plainly another sound: a coded copy is within, another stroke is not
SHARE = 0.25  # of the distance that the sounds of this dataset keep from their nearest
FEW = 4  # of so few one cannot tell how near is near
RELATED = 0.5  # within which names that are those of copies count
COPY = re.compile(r"(?: ?\(\d+\)|[ _-]+(?:copy|copie|kopie|copia|dup)(?:[ _-]?\d+)?)+$", re.I)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files, and why they may be one."""

    first: str
    second: str
    why: str


def pairs(portraits: Mapping[str, Portrait]) -> list[Pair]:
    """Each pair once, in the order of the names."""
    return sorted(_found(portraits), key=lambda pair: (pair.first, pair.second))


def _found(portraits: Mapping[str, Portrait]) -> Iterator[Pair]:
    import numpy as np

    from timbrel_datasets.dsp_near import distances

    names = tuple(portraits)
    if len(names) < 2:
        return
    apart = distances([portraits[name].shape for name in names])
    most = CLOSE
    if len(names) >= FEW:
        most = min(CLOSE, SHARE * float(np.median(apart.min(axis=1))))
    for i, j in np.argwhere(np.triu(apart < RELATED, 1)):
        first, second = sorted((names[i], names[j]))
        named = stem(first) == stem(second)
        if apart[i, j] <= most:
            also = ", and their names are those of copies" if named else ""
            yield Pair(first, second, f"they sound the same{also}")
        elif named:
            yield Pair(first, second, "they sound alike, and their names are those of copies")


def stem(name: str) -> str:
    """A file's name without its format and without what a copy is called."""
    folder, slash, last = name.rpartition("/")
    last = last.rpartition(".")[0] or last
    return f"{folder}{slash}{COPY.sub('', last) or last}".casefold()
