"""The verbs of 'dataset', as every surface shows them: add, extend, list, remove and restore."""

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from timbrel import Job, Kernel, Problem
from timbrel_corpus.account import accounted, listed, span
from timbrel_corpus.document import Document
from timbrel_corpus.intake import Intake, copied, taken_in
from timbrel_corpus.merging import merged
from timbrel_corpus.parting import parted
from timbrel_corpus.returning import returned
from timbrel_corpus.shelf import Shelf, taken

NAME = Annotated[str, "The dataset's name"]
_writing = threading.RLock()  # one change of a document at a time


def add(
    kernel: Kernel,
    folder: Annotated[Path, "A folder of recordings, or one recording"],
    *,
    name: Annotated[str, "What to call the dataset"],
    copy: Annotated[bool, "Keep a copy of the files, so that nothing outside is needed"] = False,
    by_reference: Annotated[bool, "Leave the files where they are, as without --copy"] = False,
) -> Job:
    """Make a dataset of a folder and its sub-folders."""
    kernel.registry.checked(name)
    shelf = Shelf(kernel.places)
    if shelf.holds(name):
        raise taken(name)
    if copy and by_reference:
        raise Problem("A dataset is by copy or by reference.", "Choose one of the two.")

    def work(job: Job) -> dict[str, Any]:
        intake = _looked_through(kernel, folder, job)
        with shelf.new(name) as own:
            if copy:
                intake = copied(intake, own, kernel.places)
            made = datetime.now(UTC).isoformat(timespec="seconds")
            document = merged(Document(made, copy), intake).document
            shelf.write(own, document)
        first = f"'{name}' holds {_counted(document)}. Train on it: timbrel train {name} --name ..."
        return _answer(name, document, intake, [first])

    return kernel.jobs.start(f"dataset-{name}", work)


def extend(
    kernel: Kernel,
    name: NAME,
    folder: Annotated[Path, "A folder of recordings, or one recording"],
) -> Job:
    """Add the files of a folder to a dataset, and learn where its own lie now."""
    shelf = Shelf(kernel.places)
    before = shelf.read(name)

    def work(job: Job) -> dict[str, Any]:
        intake = _looked_through(kernel, folder, job)
        if before.copied:
            intake = copied(intake, shelf.folder(name), kernel.places)
        with _writing:
            result = merged(shelf.read(name), intake)
            shelf.write(shelf.folder(name), result.document)
        parts = [f"{len(result.new)} new", f"{len(result.there)} there already"]
        parts += [f"{len(result.replaced)} changed and taken anew"] if result.replaced else []
        first = f"{', '.join(parts)}: '{name}' holds {_counted(result.document)} now."
        facts = {"new": list(result.new), "there": list(result.there)}
        return _answer(name, result.document, intake, [first]) | facts

    return kernel.jobs.start(f"dataset-{name}", work)


def list_(kernel: Kernel) -> dict[str, Any]:
    """List the datasets."""
    shelf, found, damaged = Shelf(kernel.places), {}, {}
    for name in shelf.names():
        try:
            found[name] = shelf.read(name)
        except Problem as problem:
            damaged[name] = str(problem)
    empty = "No datasets yet: 'timbrel dataset add FOLDER --name NAME'."
    lines = [listed(name, document) for name, document in found.items()]
    says = "\n".join([*lines, *damaged.values()]) or empty
    facts = [accounted(name, document) for name, document in found.items()]
    return {"says": says, "datasets": facts, "damaged": damaged}


def remove(
    kernel: Kernel,
    name: NAME,
    files: Annotated[list[str] | None, "Files of it to take out; without any, all of it"] = None,
) -> dict[str, Any]:
    """Move a dataset, or some of its files, to the trash; files it only refers to stay."""
    shelf = Shelf(kernel.places)
    with _writing:
        if files:
            return parted(shelf, name, files)
        rest = shelf.remove(name)
    back = kernel.places.datasets / name
    says = f"'{name}' lies in the trash now: {rest}\nTo have it again, move that folder to {back}"
    return {"says": says, "name": name, "trash": str(rest)}


def restore(
    kernel: Kernel,
    name: NAME,
    *,
    trash: Annotated[Path, "Its folder in the trash, as 'dataset remove' told it"],
) -> dict[str, Any]:
    """Put a dataset, or files that were taken out of it, back from the trash."""
    kernel.registry.checked(name)
    with _writing:
        return returned(Shelf(kernel.places), kernel.places.trash, trash, name)


def _looked_through(kernel: Kernel, folder: Path, job: Job) -> Intake:
    intake = taken_in(kernel, folder, job)
    if job.stopping:
        raise Problem("Stopped before every file was looked at.", "The dataset is as it was.")
    return intake


def _counted(document: Document) -> str:
    count = len(document.entries)
    return f"{count} sound{'' if count == 1 else 's'}, {span(document.seconds)}"


def _answer(name: str, document: Document, intake: Intake, says: list[str]) -> dict[str, Any]:
    warnings = [f"{file}: {why}" for file, why in intake.warnings.items()]
    left_out = [f"Left out {file}: {why}" for file, why in intake.left_out.items()]
    return {
        "says": "\n".join([*left_out, *warnings, *says]),
        **accounted(name, document),
        "left_out": dict(intake.left_out),
        "warnings": dict(intake.warnings),
    }
