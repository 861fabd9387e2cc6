"""How far a job is, on stderr: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from timbrel_cli.news import News
from timbrel_cli.voice import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timbrel import Job
    from timbrel_cli.voice import Voice

STEP = 0.05


@contextmanager
def meter(voice: Voice) -> Iterator[Callable[[Job], None]]:
    """A function to call with the job as often as one likes."""
    if not sys.stderr.isatty():
        yield lines(voice)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    news = News()
    columns = (BarColumn(24), TaskProgressColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=1.0)

        def show(job: Job) -> None:
            for words in news.of(job):
                progress.console.print(shown(words), markup=False, highlight=False)
            progress.update(task, completed=job.part, description=shown(job.note))

        yield show


def lines(voice: Voice) -> Callable[[Job], None]:
    """Says a line when the job is another twentieth further, and what is new at once."""
    due, news = STEP, News()

    def show(job: Job) -> None:
        nonlocal due
        for words in news.of(job):
            voice.aside(words)
        if job.part >= due:
            due = job.part + STEP
            voice.aside(f"{job.part:4.0%} {job.note}".rstrip())

    return show
