"""One file that was looked at: what is to be read of it, by whom, and how original it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from timbrel_corpus import formats
from timbrel_corpus.ffmpeg import absent, located
from timbrel_corpus.gate import Refused

if TYPE_CHECKING:
    from timbrel import offers
    from timbrel_corpus.facts import Facts
    from timbrel_corpus.walk import Found


@dataclass(frozen=True, slots=True)
class Sight:
    """A file that was looked at: its digest, and the importer that is to read it, if not ours."""

    file: Found
    digest: str
    reader: offers.Importer | None


def likeness(sight: Sight) -> tuple[int, bool]:
    """Lower for what is rather an original: a short name, and readable but to the system's root."""
    try:
        closed = not sight.file.path.stat().st_mode & 0o444
    except OSError:
        closed = True
    return len(sight.file.name), closed


def fit(container: str, reader: offers.Importer | None) -> None:
    """Refuse what nobody here can read."""
    if reader is None and not container:
        raise Refused("not a sound file")
    if reader is None and container in formats.BY_FFMPEG and located() is None:
        raise Refused(absent(container), lasting=False)


def misnamed(sight: Sight, facts: Facts) -> tuple[str, ...]:
    usual = (formats.SUFFIXES | formats.BY_FFMPEG).get(facts.container)
    suffix = sight.file.path.suffix.lower()
    if usual is None or suffix in usual or sight.reader:
        return ()
    return (f"{facts.container} inside, though it is named {suffix or 'without a suffix'}",)
