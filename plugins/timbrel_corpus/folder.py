"""A folder of recordings as one corpus, every file of it accounted for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_corpus import formats
from timbrel_corpus.gathering import Gathering
from timbrel_corpus.memo import Memo
from timbrel_corpus.naming import displayed
from timbrel_corpus.store import Store
from timbrel_corpus.walk import found

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from timbrel import Job
    from timbrel_corpus.walk import Found

FEW = 5
NAMED = 5
ALONE = "all of it"  # what a warning of a place that is one file is about


class Folder(offers.Collector):
    """Collects from a folder, sub-folders included, or from a single file."""

    name = "folder"
    says = "The sounds of a folder and its sub-folders, or of one file"
    needs = ("numpy", "soundfile", "soxr")

    def knows(self, place: str, places: Any) -> bool:
        try:
            located(place)
        except Problem:
            return False
        return True

    def collect(
        self, place: str, readers: Mapping[str, offers.Importer], places: Any, job: Job
    ) -> offers.Corpus:
        root = located(place)
        corpus = gathered(found(root), remembered(str(root), places), readers, places, job)
        if not corpus.clips and not job.stopping:
            raise nothing(place, corpus)
        return counted(f"{displayed(root.name)}/" if root.is_dir() else ALONE, corpus)


def located(place: str | os.PathLike[str]) -> Path:
    """The folder or file that a person means, in full; a Problem if there is none."""
    try:
        root = Path(place).expanduser().resolve()
        if root.exists():
            return root
    except (OSError, RuntimeError, ValueError):
        pass
    raise Problem(f"There is no folder or file {displayed(place)}.", kind="missing")


def remembered(place: str, places: Any) -> Memo:
    """What the files of a place were when it was collected last."""
    return Memo(places.cache / "seen", place, places.writing)


def gathered(
    files: Sequence[Found],
    memo: Memo,
    readers: Mapping[str, offers.Importer],
    places: Any,
    job: Job,
) -> offers.Corpus:
    """The corpus of these files, by what is in the cache where it is there."""
    store = Store(places.cache / "audio", places.writing)
    return Gathering(store, memo, readers, job).corpus(files)


def nothing(place: str | os.PathLike[str], corpus: offers.Corpus) -> Problem:
    """That not one file is of use, and why."""
    every = (*formats.ALL, *formats.FOREIGN)
    mend = f"It reads {', '.join(suffix.lstrip('.') for suffix in every)}."
    told = {**corpus.left_out, **corpus.warnings}
    if not told:
        return Problem(f"{displayed(place)} is empty.", mend)
    reasons = [f"{name}: {reason}" for name, reason in list(told.items())[:NAMED]]
    if len(told) > NAMED:
        reasons.append(f"and {len(told) - NAMED} more")
    return Problem(f"No usable sound in {displayed(place)} ({'; '.join(reasons)}).", mend)


def counted(place: str, corpus: offers.Corpus) -> offers.Corpus:
    """The corpus, with a word about it where it has few sounds."""
    count = len(corpus.clips)
    if count >= FEW:
        return corpus
    names = ", ".join(clip.name for clip in corpus.clips)
    word = f"only {count} sound{'' if count == 1 else 's'}: {names}; more would give it more to say"
    told = "; ".join(filter(None, (corpus.warnings.get(place), word)))
    return offers.Corpus(corpus.clips, corpus.left_out, {**corpus.warnings, place: told})
