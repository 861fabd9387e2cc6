"""A dataset as it is written down: which files it is of, and where they were last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_corpus.entry import OWN, Entry
from timbrel_corpus.spelling import spelt, unspelt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EDITION = 1


@dataclass(frozen=True, slots=True)
class Document:
    """``made`` is an ISO 8601 time in UTC, ``copied`` tells whether it has files of its own.

    ``folders`` are where files were taken from. By the names that files are shown by, ``left_out``
    tells why some were not taken, and ``aside`` which are doubles or silent.
    """

    made: str
    copied: bool
    folders: tuple[Path, ...] = ()
    entries: tuple[Entry, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])
    aside: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def seconds(self) -> float:
        return sum(entry.seconds for entry in self.entries)

    def root(self, entry: Entry, own: Path) -> Path:
        """The folder that an entry's path is below; ``own`` is the dataset's."""
        return own if entry.folder == OWN else self.folders[entry.folder]

    def as_json(self) -> dict[str, Any]:
        return {
            "edition": EDITION,
            "made": self.made,
            "copied": self.copied,
            "folders": [spelt(folder) for folder in self.folders],
            "files": [entry.as_json() for entry in self.entries],
            "left_out": dict(self.left_out),
            "aside": dict(self.aside),
        }

    @classmethod
    def from_json(cls, facts: Any) -> Document:
        """A ValueError, KeyError, TypeError or AttributeError where it is no dataset."""
        if facts["edition"] > EDITION:
            raise Problem("It was written by a newer Timbrel.", "Update this one.")
        entries = tuple(Entry.from_json(fact) for fact in facts["files"])
        folders = tuple(unspelt(fact) for fact in facts["folders"])
        if any(not OWN <= entry.folder < len(folders) for entry in entries):
            raise ValueError("a file of a folder that is not named")
        if len({entry.name for entry in entries}) < len(entries):
            raise ValueError("two files of one name")
        told = ({str(k): str(v) for k, v in facts[key].items()} for key in ("left_out", "aside"))
        return cls(str(facts["made"]), bool(facts["copied"]), folders, entries, *told)
