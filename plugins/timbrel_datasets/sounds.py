"""The sounds of a dataset or of a folder, whichever a person named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Job, Problem, offers

if TYPE_CHECKING:
    from timbrel import Kernel


def collected(kernel: Kernel, kind: str, place: str, job: Job, share: float) -> offers.Corpus:
    """The corpus of a 'dataset' or a 'folder'; so large a ``share`` of the job is this."""
    inner = Job(job.name, lambda inner: _passed_on(inner, job, share))
    corpus = kernel.corpus(place, inner, kind)
    if job.stopping:
        raise Problem("Stopped before every file was looked at.")
    return corpus


def _passed_on(inner: Job, job: Job, share: float) -> None:
    if not job.advance(share * inner.part, inner.note):
        inner.stop()
