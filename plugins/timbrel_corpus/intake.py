"""What a folder brings to a dataset: each of its usable files, referred to or copied."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timbrel_corpus.entry import OWN, Entry
from timbrel_corpus.folder import gathered, located, nothing, remembered
from timbrel_corpus.gate import Refused, admitted
from timbrel_corpus.walk import found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from timbrel import Job, Kernel, offers

PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Intake:
    """A folder, and entries for its files that count it as the dataset's first folder."""

    folder: Path
    entries: tuple[Entry, ...]
    left_out: Mapping[str, str]
    warnings: Mapping[str, str]


def taken_in(kernel: Kernel, place: Path, job: Job) -> Intake:
    """Look at every file below ``place``; a Problem if not one of them is of use."""
    root = located(place)
    folder = root if root.is_dir() else root.parent
    files = found(root)
    memo = remembered(str(root), kernel.places)
    corpus = gathered(files, memo, kernel.readers, kernel.places, job)
    if not corpus.clips and not job.stopping:
        raise nothing(place, corpus)
    paths = {file.name: file.path for file in files}
    entries: list[Entry] = []
    left_out = dict(corpus.left_out)
    for clip in corpus.clips:
        try:
            entries.append(_entry(clip, paths[clip.name], folder))
        except OSError as error:
            left_out[clip.name] = f"it went away while it was read: {error.strerror}"
    return Intake(folder, tuple(entries), left_out, corpus.warnings)


def _entry(clip: offers.Clip, path: Path, folder: Path) -> Entry:
    facts = {name: fact for name, fact in clip.facts.items() if name != "path"}
    size = path.stat().st_size
    return Entry(clip.name, path.relative_to(folder), 0, size, clip.digest, facts)


def copied(intake: Intake, own: Path, places: Any) -> Intake:
    """The same with the files themselves in ``own``, each under its digest.

    One that changed since it was looked at is left out.
    """
    entries: list[Entry] = []
    left_out = dict(intake.left_out)
    for entry in intake.entries:
        path = Path(f"{entry.digest}{_suffix(entry.path)}")
        try:
            _copy(intake.folder / entry.path, own / path, entry.digest, places)
        except Refused as refused:
            left_out[entry.name] = str(refused)
        else:
            entries.append(replace(entry, path=path, folder=OWN))
    return replace(intake, entries=tuple(entries), left_out=left_out)


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def _copy(path: Path, to: Path, digest: str, places: Any) -> None:
    with admitted(path) as file, places.writing(to) as draft, draft.open("wb") as copy:
        known = hashlib.sha256()
        while piece := file.read(PIECE):
            known.update(piece)
            copy.write(piece)
        if known.hexdigest() != digest:
            raise Refused("it changed while it was copied", lasting=False)


def apart(entries: Sequence[Entry], names: set[str]) -> Iterator[Entry]:
    """The entries under names that are not among ``names``: a second kick.wav is numbered."""
    names = set(names)
    for entry in entries:
        name, count = entry.name, 1
        while name in names:
            count += 1
            name = f"{entry.name} ({count})"
        names.add(name)
        yield replace(entry, name=name)
