"""Wait for a job, showing how far it is; Ctrl-C stops it gently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Job, Problem
from timbrel_cli.meter import meter

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel_cli.voice import Voice

INTERRUPTED = 130
GLANCE = 0.1


class Stopped(Problem):
    """A job that Ctrl-C ended before it had anything to answer."""


def watched(job: Job, voice: Voice) -> tuple[Any, int]:
    """The job's answer and the exit code. A second Ctrl-C is a KeyboardInterrupt."""
    with meter(voice) as show:
        try:
            return _waited(job, show), 0
        except KeyboardInterrupt:
            job.stop()
            voice.aside("Stopping, and keeping what there is. Ctrl-C again ends at once.")
        try:
            return _waited(job, show), INTERRUPTED
        except Problem as problem:
            raise Stopped(problem.what, problem.mend) from problem


def _waited(job: Job, show: Callable[[Job], None]) -> Any:
    while not job.ended:
        show(job)
        try:
            job.result(GLANCE)
        except TimeoutError:
            continue
    show(job)
    return job.result()
