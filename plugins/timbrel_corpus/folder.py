"""A folder of recordings as one corpus, every file of it accounted for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_corpus import formats
from timbrel_corpus.gathering import Gathering
from timbrel_corpus.naming import displayed
from timbrel_corpus.store import Store
from timbrel_corpus.walk import found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Job

FEW = 5
NAMED = 5


class Folder(offers.Collector):
    """Collects from a folder, sub-folders included, or from a single file."""

    name = "folder"
    says = "The sounds of a folder and its sub-folders, or of one file"
    needs = ("numpy", "soundfile", "soxr")

    def collect(
        self, place: str, readers: Mapping[str, offers.Importer], places: Any, job: Job
    ) -> offers.Corpus:
        root = _located(place)
        store = Store(places.cache / "audio", places.writing)
        corpus = Gathering(store, readers, job).corpus(found(root))
        if not corpus.clips and not job.stopping:
            raise _nothing(place, corpus)
        return _counted(root, corpus)


def _located(place: str) -> Path:
    try:
        root = Path(place).expanduser().resolve()
        if root.exists():
            return root
    except (OSError, RuntimeError, ValueError):
        pass
    raise Problem(f"There is no folder or file {displayed(place)}.", kind="missing")


def _nothing(place: str, corpus: offers.Corpus) -> Problem:
    mend = f"It reads {', '.join(suffix.lstrip('.') for suffix in formats.ALL)}."
    if not corpus.left_out:
        return Problem(f"{displayed(place)} is empty.", mend)
    reasons = [f"{name}: {reason}" for name, reason in list(corpus.left_out.items())[:NAMED]]
    if len(corpus.left_out) > NAMED:
        reasons.append(f"and {len(corpus.left_out) - NAMED} more")
    return Problem(f"No usable sound in {displayed(place)} ({'; '.join(reasons)}).", mend)


def _counted(root: Path, corpus: offers.Corpus) -> offers.Corpus:
    count = len(corpus.clips)
    if count >= FEW:
        return corpus
    names = ", ".join(clip.name for clip in corpus.clips)
    word = f"only {count} sound{'' if count == 1 else 's'}: {names}; more would give it more to say"
    place = f"{displayed(root.name)}{'/' if root.is_dir() else ''}"
    told = "; ".join(filter(None, (corpus.warnings.get(place), word)))
    return offers.Corpus(corpus.clips, corpus.left_out, {**corpus.warnings, place: told})
