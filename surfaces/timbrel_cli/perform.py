"""Do an action's work and say its answer."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING, Any

from timbrel import Job
from timbrel_cli.watch import watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from timbrel_cli.voice import Voice


def performed(work: Callable[[], Any], voice: Voice) -> int:
    """The exit code, once the answer is said: 0, or 130 where Ctrl-C ended it early."""
    with diverted():
        answer, code = work(), 0
        if isinstance(answer, Job):
            answer, code = watched(answer, voice)
    voice.answer(answer)
    return code


@contextmanager
def diverted() -> Iterator[None]:
    """Send what the work prints to stderr, C libraries included: stdout is for the answer.

    libsndfile, for one, prints to file descriptor 1 when it reads a damaged SDS file.
    """
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
