"""One file of a dataset, as it was when it came in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timbrel_corpus.facts import RATE
from timbrel_corpus.spelling import spelt, unspelt

if TYPE_CHECKING:
    from pathlib import Path

OWN = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """``name`` is what it is shown by, ``path`` where it lay below ``folder``.

    ``folder`` counts the folders of the dataset; OWN is the dataset's own, where copies lie.
    ``size`` is in bytes, ``digest`` the SHA-256, and ``facts`` are those of its decoding.
    """

    name: str
    path: Path
    folder: int
    size: int
    digest: str
    facts: Mapping[str, Any]

    @property
    def seconds(self) -> float:
        return self.facts["shape"][0] / RATE

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "path": spelt(self.path),
            "folder": self.folder,
            "size": self.size,
            "sha256": self.digest,
            "facts": dict(self.facts),
        }

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> Entry:
        """A KeyError, TypeError or ValueError where it is none, or leads out of its folder."""
        path = unspelt(fact["path"])
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(f"{fact['path']!r} leads out of the dataset")
        if not re.fullmatch(r"[0-9a-f]{64}", fact["sha256"]):
            raise ValueError(f"{fact['sha256']!r} is no SHA-256")
        name, facts = fact["name"], fact["facts"]
        if not isinstance(name, str) or not isinstance(facts, Mapping):
            raise TypeError("a file without a name or without facts")
        entry = cls(name, path, int(fact["folder"]), int(fact["size"]), fact["sha256"], facts)
        float(entry.seconds)
        return entry
