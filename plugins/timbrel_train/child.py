"""The process that trains: python -m timbrel_train.child RUNFOLDER.

A sticky error of the GPU, or the system out of memory, ends it and not the program. It says in
JSON lines how far it is, and at last "done", "early", "lost", "problem" or "bug"; it is stopped by
the line "stop", by the end of its input (its parent is gone), by SIGTERM and SIGINT, and by a wish.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

from timbrel import Job, Problem, start
from timbrel_train.pipe import Pipe
from timbrel_train.reading import Early
from timbrel_train.run import Run
from timbrel_train.spec import Spec
from timbrel_train.training import Lost, Training

FAILED, LOST = 1, 75
GLANCE = 0.2  # seconds between two looks at the wish
LAST = 15  # its priority on Unix: whoever plays meanwhile is to hear nothing of it
BEATS = 5  # glances between two signs of life


def main() -> None:
    began = time.monotonic()
    give_way()
    folder, pipe = Path(sys.argv[1]), Pipe.apart()
    run = Run(folder.parents[1], folder.name)
    job = Job(run.name, pipe.tell)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: job.stop())
    for watch in (_listen, _look):
        threading.Thread(target=watch, args=(run, job, pipe), daemon=True).start()
    job.advance(0.0, "beginning", process=os.getpid())
    code = _ended(run, job, pipe, began)
    os._exit(code)  # a thread that waits for input, or a broken driver, must not hold it up


def give_way() -> None:
    """Let others go first: Linux weighs whole sessions, this one is the process's own."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, 0, LAST)
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(LAST))


def _ended(run: Run, job: Job, pipe: Pipe, began: float) -> int:
    """Train; the exit code."""
    try:
        pipe.say(done=_trained(run, job, pipe, began))
    except Early:
        pipe.say(early=run.wish())
    except Lost as lost:
        pipe.say(lost=str(lost))
        return LOST
    except Problem as problem:
        pipe.say(problem={"what": problem.what, "mend": problem.mend, "kind": problem.kind})
        return FAILED
    except Exception as error:
        pipe.say(bug=f"{type(error).__name__}: {error}", trace=traceback.format_exc())
        return FAILED
    return 0


def _trained(run: Run, job: Job, pipe: Pipe, began: float) -> dict[str, Any]:
    spec = Spec.from_facts(run.read("spec.json"))
    kernel = start(run.home, spec.without)
    said = lambda words: pipe.say(said=words)  # noqa: E731
    if spec.finish:
        job.stop()
    return Training(kernel, run, spec, job, said, lambda: time.monotonic() - began).done()


def _listen(run: Run, job: Job, pipe: Pipe) -> None:
    """Stop at the line 'stop', and at the end."""
    while (heard := os.read(0, 4096)) and b"stop" not in heard:
        continue
    job.stop()


def _look(run: Run, job: Job, pipe: Pipe) -> None:
    """Stop at a wish, and give signs of life."""
    while True:
        for _ in range(BEATS):
            if run.wish() in {"pause", "stop"}:
                job.stop()
            time.sleep(GLANCE)
        pipe.say(alive=True)


if __name__ == "__main__":
    main()
