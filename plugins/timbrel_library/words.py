"""What people say of a model: how long it may be, and that it can be shown anywhere."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

# Letters at most, by what they tell.
LENGTHS = {
    "name": 64,
    "family": 64,
    "made": 40,
    "tag": 40,
    "notes": 4000,
    "licence": 400,
    "credit": 400,
}
MOST_TAGS = 64


def plain_words(text: Any, kind: str) -> bool:
    """Whether it is text of that kind that no screen could take for something else.

    Controls and what turns the direction of writing (Unicode categories C) are not; notes may
    have lines.
    """
    if not isinstance(text, str) or len(text) > LENGTHS[kind]:
        return False
    lines = text.replace("\n", " ") if kind == "notes" else text
    return not any(unicodedata.category(letter).startswith("C") for letter in lines)


def said(text: str, kind: str) -> str:
    """The text without space around it, or a Problem."""
    if not plain_words(text.strip(), kind):
        what = f"That will not do as {'a tag' if kind == 'tag' else kind}."
        raise Problem(what, f"Give up to {LENGTHS[kind]} letters, without control characters.")
    return text.strip()


def tagged(old: Iterable[str], new: Iterable[str], gone: Iterable[str]) -> list[str]:
    """Tags with others added and some taken away, sorted; capitals make no other tag."""
    tags = {tag.casefold(): tag for tag in (*old, *(said(tag, "tag") for tag in new))}
    tags = {key: tag for key, tag in tags.items() if key}
    for tag in gone:
        tags.pop(tag.strip().casefold(), None)
    if len(tags) > MOST_TAGS:
        raise Problem(f"A model has at most {MOST_TAGS} tags.", "Take some away: --remove TAG.")
    return [tags[key] for key in sorted(tags)]
