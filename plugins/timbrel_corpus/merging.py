"""A dataset and what a folder brings to it, made one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timbrel_corpus.entry import OWN
from timbrel_corpus.intake import apart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel_corpus.document import Document
    from timbrel_corpus.entry import Entry
    from timbrel_corpus.intake import Intake


@dataclass(frozen=True, slots=True)
class Merged:
    """The document that results, and the names of what is new, was there, and was replaced."""

    document: Document
    new: tuple[str, ...]
    there: tuple[str, ...]
    replaced: tuple[str, ...]


def merged(document: Document, intake: Intake) -> Merged:
    """What was there by content stays under its name, and its place is brought up to date.

    A file that holds something else than when it came in replaces what it was.
    """
    folders = tuple(dict.fromkeys((*document.folders, intake.folder)))
    index = folders.index(intake.folder)
    coming = [replace(e, folder=OWN if document.copied else index) for e in intake.entries]
    by_digest = {entry.digest: entry for entry in coming}
    by_place = {} if document.copied else {(entry.folder, entry.path): entry for entry in coming}
    kept: list[Entry] = []
    there: list[str] = []
    replaced: list[str] = []
    for entry in document.entries:
        same = by_digest.pop(entry.digest, None)
        if same:
            kept.append(replace(entry, folder=same.folder, path=same.path))
            there.append(entry.name)
        elif (entry.folder, entry.path) in by_place:
            replaced.append(entry.name)
        else:
            kept.append(entry)
    new = tuple(apart(tuple(by_digest.values()), {entry.name for entry in kept}))
    entries = tuple(sorted((*kept, *new), key=lambda entry: entry.name))
    used = {entry.name for entry in entries} | {entry.name for entry in intake.entries}
    left_out = _beside(used, {**document.left_out, **intake.left_out})
    aside = _beside(used, {**document.aside, **intake.warnings})
    document = replace(document, folders=folders, entries=entries, left_out=left_out, aside=aside)
    return Merged(document, tuple(e.name for e in new), tuple(there), tuple(replaced))


def _beside(used: set[str], told: Mapping[str, str]) -> dict[str, str]:
    """What was told of files that are not used."""
    return {name: reason for name, reason in told.items() if name not in used}
