"""The files of a dataset where they are now: each is known again by what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_corpus.gate import Refused
from timbrel_corpus.naming import displayed
from timbrel_corpus.walk import Found, found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from timbrel_corpus.document import Document
    from timbrel_corpus.entry import Entry
    from timbrel_corpus.memo import Memo


def traced(document: Document, own: Path, memo: Memo) -> list[Found]:
    """A Found for each entry, in order; one that is nowhere any more says so as its reason.

    A file that was renamed or moved within the dataset's folders is looked for there, by its size
    first and then by its digest. ``own`` is the dataset's own folder.
    """
    kept: dict[str, Found] = {}
    lost: list[Entry] = []
    for entry in document.entries:
        path = document.root(entry, own) / entry.path
        if _holds(path, entry, memo):
            kept[entry.name] = Found(path, entry.name)
        else:
            lost.append(entry)
    if lost:
        kept |= {entry.name: one for entry, one in _elsewhere(document, own, lost, memo)}
    return [kept.get(e.name) or _gone(e, document.root(e, own)) for e in document.entries]


def _holds(path: Path, entry: Entry, memo: Memo) -> bool:
    try:
        return path.lstat().st_size == entry.size and memo.look(path) == entry.digest
    except (OSError, ValueError, Refused):
        return False


def _elsewhere(
    document: Document, own: Path, lost: Sequence[Entry], memo: Memo
) -> Iterator[tuple[Entry, Found]]:
    wanted = {entry.digest: entry for entry in lost}
    sizes = {entry.size for entry in lost}
    for root in (*document.folders, own):
        for path in _files(root):
            try:
                fits = path.lstat().st_size in sizes
                entry = wanted.pop(memo.look(path), None) if fits else None
            except (OSError, Refused):
                continue
            if entry:
                now = displayed(path.relative_to(root).as_posix())
                yield entry, Found(path, entry.name, (f"it is called {now} now",))


def _files(root: Path) -> list[Path]:
    try:
        return [one.path for one in found(root) if not one.reason] if root.is_dir() else []
    except Problem:  # more files than a folder may hold by now
        return []


def _gone(entry: Entry, root: Path) -> Found:
    path = root / entry.path
    if not root.is_dir():
        reason = f"its folder {displayed(root)} is not there: put it back, or extend with its place"
    elif path.exists():
        reason = "it has changed since it came in: extend the dataset to take it as it is now"
    else:
        reason = f"it is no longer in {displayed(root)}: put it back, or remove it here too"
    return Found(path, entry.name, (), reason)
