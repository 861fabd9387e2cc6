"""Work that takes a while: started, watched and stopped from any surface."""

from __future__ import annotations

import itertools
import threading
from typing import TYPE_CHECKING, Any, Literal

from timbrel.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel.host import Host

State = Literal["waiting", "running", "done", "stopped", "failed"]


class Job:
    """One piece of work on its own thread. The worker calls advance(); anyone may call stop().

    ``part`` is the share done, 0..1; ``note`` a few words for a person; ``facts`` the newest
    figures for a program (losses, paths of previews and the like).
    """

    def __init__(self, name: str, changed: Callable[[Job], None] = lambda job: None) -> None:
        self.name = name
        self.state: State = "waiting"
        self.part = 0.0
        self.note = ""
        self.facts: dict[str, Any] = {}
        self._changed = changed
        self._stop = threading.Event()
        self._done = threading.Event()
        self._result: Any = None
        self._error: BaseException | None = None

    def advance(self, part: float, note: str = "", **facts: Any) -> bool:
        """Report progress, 0..1. False once the job should wind up and return."""
        self.part, self.note = part, note
        self.facts = {**self.facts, **facts}
        self._changed(self)
        return not self._stop.is_set()

    def stop(self) -> None:
        self._stop.set()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    @property
    def ended(self) -> bool:
        return self._done.is_set()

    def result(self, timeout: float | None = None) -> Any:
        """Wait for the end: the worker's answer, or its exception raised here."""
        if not self._done.wait(timeout):
            raise TimeoutError(self.name)
        if self._error is not None:
            raise self._error
        return self._result

    def perform(self, work: Callable[[Job], Any]) -> None:
        """Do the work here and now, on the caller's thread."""
        self.state = "running"
        self._changed(self)
        try:
            self._result = work(self)
            self.state = "stopped" if self._stop.is_set() else "done"
        except BaseException as error:
            self._error = error
            gently = self._stop.is_set() and isinstance(error, Problem)
            self.state = "stopped" if gently else "failed"
        finally:
            self._done.set()
            self._changed(self)


class Jobs:
    """Every job of this process, newest last."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._count = itertools.count(1)
        self.all: list[Job] = []

    def start(self, name: str, work: Callable[[Job], Any]) -> Job:
        job = Job(f"{name}-{next(self._count)}", lambda j: self._host.tell("job_changed", job=j))
        self.all.append(job)
        threading.Thread(target=job.perform, args=(work,), name=job.name, daemon=True).start()
        return job
