"""The right of way: sound cannot wait, all else that a computer does can."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = -11  # the priority that is asked for, on Unix, where the person may have it
SWITCH = 0.0005  # seconds that one thread of Python may keep another waiting; else it is 5 ms
LAST = 2  # generation: all there is
THREADS = Path("/proc/self/task")
GROUP = Path("/proc/self/autogroup")  # Linux weighs whole sessions, and threads only within one


def hurry() -> None:
    """Ask the system to let all threads of this process go first; it may refuse."""
    with contextlib.suppress(OSError):
        GROUP.write_text(str(FIRST))
    threads = [int(one.name) for one in THREADS.iterdir()] if THREADS.exists() else [0]
    for thread in threads:
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, thread, FIRST)


@contextmanager
def hurried() -> Iterator[None]:
    """Within it threads change places quickly, and nothing is searched for garbage twice."""
    before = sys.getswitchinterval()
    hurry()
    gc.freeze()
    gc.callbacks.append(_spare)
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
        gc.callbacks.remove(_spare)
        gc.unfreeze()


def _spare(phase: str, facts: dict[str, int]) -> None:
    """A search through all there is holds every thread up for 0.3 s: what it left is left out."""
    if phase == "stop" and facts["generation"] == LAST:
        gc.freeze()
