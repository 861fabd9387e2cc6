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
RANK = 5  # among the threads of real time: under those of JACK and of the drivers
SWITCH = 0.0005  # seconds that one thread of Python may keep another waiting; else it is 5 ms
LAST = 2  # generation: all there is
THREADS = Path("/proc/self/task")
GROUP = Path("/proc/self/autogroup")  # Linux weighs whole sessions, and threads only within one


def hurry() -> None:
    """Ask the system to let all threads of this process go first; it may refuse."""
    _weigh(FIRST)
    threads = [int(one.name) for one in THREADS.iterdir()] if THREADS.exists() else [0]
    for thread in threads:
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, thread, FIRST)


def punctual() -> None:
    """Ask that this thread runs whenever it has something to do, before all of other programs."""
    with contextlib.suppress(OSError, AttributeError):
        alone = os.SCHED_RR | os.SCHED_RESET_ON_FORK  # what it begins is not to be so
        os.sched_setscheduler(0, alone, os.sched_param(RANK))


@contextmanager
def hurried() -> Iterator[None]:
    """Within it threads change places quickly, and nothing is searched for garbage twice."""
    before, weight = sys.getswitchinterval(), _weight()
    hurry()
    gc.freeze()
    gc.callbacks.append(_spare)
    sys.setswitchinterval(SWITCH)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
        _weigh(weight)  # a terminal's session goes on
        gc.callbacks.remove(_spare)
        gc.unfreeze()


def _weight() -> int:
    """Of this session: 'nice' and the number are the last words of the line."""
    try:
        return int(GROUP.read_text().split()[-1])
    except (OSError, ValueError, IndexError):
        return 0


def _weigh(weight: int) -> None:
    with contextlib.suppress(OSError):
        GROUP.write_text(str(weight))


def _spare(phase: str, facts: dict[str, int]) -> None:
    """A search through all there is holds every thread up for 0.3 s: what it left is left out."""
    if phase == "stop" and facts["generation"] == LAST:
        gc.freeze()
