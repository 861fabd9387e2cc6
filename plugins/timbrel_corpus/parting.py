"""Some files taken out of a dataset: they become one of their own, in the trash."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_corpus.entry import OWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from timbrel_corpus.document import Document
    from timbrel_corpus.entry import Entry
    from timbrel_corpus.shelf import Shelf


def parted(shelf: Shelf, name: str, files: Sequence[str]) -> dict[str, Any]:
    """Take files, by the names they are shown by, out of a dataset; an answer for a surface.

    What is in the trash then is a dataset as well. Only copies move: a file that the dataset
    refers to is not touched.
    """
    document = shelf.read(name)
    for file in files:
        if file not in {entry.name for entry in document.entries}:
            raise _unknown(name, file, document)
    out = [entry for entry in document.entries if entry.name in files]
    rest = tuple(entry for entry in document.entries if entry.name not in files)
    if not rest:
        raise Problem(
            f"Nothing would be left of '{name}'.", f"For all of it: timbrel dataset remove {name}"
        )
    trash = _thrown(shelf, name, document, out)
    shelf.write(shelf.folder(name), replace(document, entries=rest))
    for entry in out:
        _move(entry, shelf.folder(name), trash)
    count = f"{len(out)} sound{'' if len(out) == 1 else 's'}"
    untouched = "" if document.copied else " The files themselves are where they were."
    return {
        "says": f"{count} taken out of '{name}', which holds {len(rest)} now.{untouched}\n"
        f"What was taken out lies as a dataset in the trash: {trash}",
        "name": name,
        "removed": [entry.name for entry in out],
        "left": len(rest),
        "trash": str(trash),
    }


def _thrown(shelf: Shelf, name: str, document: Document, out: Sequence[Entry]) -> Path:
    trash = shelf.bin(name)
    shelf.write(trash, replace(document, entries=tuple(out), left_out={}, aside={}))
    return trash


def _move(entry: Entry, own: Path, trash: Path) -> None:
    if entry.folder != OWN:
        return
    try:
        (own / entry.path).replace(trash / entry.path)
    except FileNotFoundError:  # it was gone already
        return
    except OSError as error:
        raise Problem(
            f"{own / entry.path} could not be moved: {error.strerror}.", "", "unavailable"
        ) from error


def _unknown(name: str, file: str, document: Document) -> Problem:
    names = [entry.name for entry in document.entries]
    near = difflib.get_close_matches(file, names, 3)
    mend = f"There is: {', '.join(near or names[:5])}{'' if near or len(names) < 6 else ', ...'}."
    return Problem(f"'{name}' has no file '{file}'.", mend, "missing")
