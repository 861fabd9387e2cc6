"""A dataset in a line for a person, and in facts for a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel_corpus.naming import displayed

if TYPE_CHECKING:
    from timbrel_corpus.document import Document


def listed(name: str, document: Document) -> str:
    """One line: how much it holds, and from where."""
    count = len(document.entries)
    how = "copied from" if document.copied else "in"
    where = ", ".join(displayed(folder) for folder in document.folders)
    held = f"{count} sound{'' if count == 1 else 's'}, {span(document.seconds)}"
    return f"{name}: {held}, {how} {where}"


def accounted(name: str, document: Document) -> dict[str, Any]:
    """What is known of a dataset without looking at its sounds."""
    return {
        "name": name,
        "made": document.made,
        "copied": document.copied,
        "folders": [displayed(folder) for folder in document.folders],
        "files": [entry.name for entry in document.entries],
        "seconds": document.seconds,
    }


def span(seconds: float) -> str:
    """A length of time as 12.3 s, 4:05 or 1:02:03."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
