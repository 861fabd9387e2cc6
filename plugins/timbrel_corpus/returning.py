"""What was taken out of a dataset, or all of one, back from the trash."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_corpus.document import Document
from timbrel_corpus.entry import OWN
from timbrel_corpus.intake import apart
from timbrel_corpus.shelf import PAGE

if TYPE_CHECKING:
    from pathlib import Path

    from timbrel_corpus.shelf import Shelf


def returned(shelf: Shelf, bin_: Path, trash: Path, name: str) -> dict[str, Any]:
    """Put what lies in a folder of the trash back, into the dataset of its name if that is there.

    ``bin_`` is the trash itself: nothing else can be put back from.
    """
    rest = trash.resolve()
    if rest.parent != bin_.resolve() or not rest.name.startswith(f"dataset-{name}"):
        raise Problem(f"{trash} is nothing of '{name}' in the trash.", "", "missing")
    back = _thrown(rest, name)
    if not shelf.holds(name):
        rest.replace(shelf.folder(name))
        return {"says": f"'{name}' is back.", "name": name, "returned": _names(back)}
    there = shelf.read(name)
    document, moves = _joined(there, back)
    for path in moves:
        (rest / path).replace(shelf.folder(name) / path)
    shelf.write(shelf.folder(name), document)
    shutil.rmtree(rest, ignore_errors=True)
    count = len(document.entries) - len(there.entries)
    says = f"{count} sound{'' if count == 1 else 's'} back in '{name}'."
    return {"says": says, "name": name, "returned": _names(back)}


def _thrown(rest: Path, name: str) -> Document:
    try:
        return Document.from_json(json.loads((rest / PAGE).read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        what = f"What was in '{name}' is not in the trash any more, or damaged."
        raise Problem(what, "Add its folder again.", "missing") from error


def _names(document: Document) -> list[str]:
    return [entry.name for entry in document.entries]


def _joined(there: Document, back: Document) -> tuple[Document, list[Path]]:
    """Both as one, without what is there again already; the copies that have to be moved."""
    if there.copied != back.copied:
        raise Problem("One of the two is by copy, the other is not.", "Add its folder again.")
    folders = tuple(dict.fromkeys((*there.folders, *back.folders)))
    held = {entry.digest for entry in there.entries}
    new = [
        entry
        if entry.folder == OWN
        else replace(entry, folder=folders.index(back.folders[entry.folder]))
        for entry in back.entries
        if entry.digest not in held
    ]
    names = {entry.name for entry in there.entries}
    entries = sorted((*there.entries, *apart(new, names)), key=lambda entry: entry.name)
    moves = [entry.path for entry in new if entry.folder == OWN]
    return replace(there, folders=folders, entries=tuple(entries)), moves
