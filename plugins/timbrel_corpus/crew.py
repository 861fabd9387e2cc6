"""The processes that decode, from the parent's side: a few, long-lived, replaced when they die."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_corpus.facts import Facts
from timbrel_corpus.gate import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 60.0  # seconds without a sign of life
LARGEST = 8
# -P: a file called numpy.py in the folder one stands in must not be taken for numpy.
COMMAND = (sys.executable, "-P", "-m", "timbrel_corpus.worker")


class Lost(Exception):
    """The worker died of a file or hung on it; the message says which, for a person."""


class Worker:
    """One process. ``decode`` may be called again and again until it raises Lost."""

    def __init__(self) -> None:
        single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent, which then ends this one
            env={**os.environ, **single},
        )
        self._ready = False

    def decode(self, path: Path, draft: Path, digest: str) -> Facts:
        """As dsp_decode.decode, elsewhere."""
        if not self._ready:
            self._begin()
        self._ask({"path": str(path), "draft": str(draft), "digest": digest})
        answer = self._heard()
        while "alive" in answer:
            answer = self._heard()
        if "full" in answer:
            raise OSError(answer["full"], answer["why"])
        if "refused" in answer:
            raise Refused(answer["refused"], answer["lasting"])
        return Facts.from_json(answer["facts"])

    def _begin(self) -> None:
        try:
            self._heard()
        except Lost as lost:
            mend = f"Try {' '.join(COMMAND[1:])} by hand."
            raise Problem("The decoder cannot be started.", mend, "unavailable") from lost
        self._ready = True

    def _ask(self, task: dict[str, str]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(task).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise Lost("it crashed the decoder") from error

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        late = threading.Event()
        clock = threading.Timer(PATIENCE, self._give_up, (late,))
        clock.start()
        line = self._process.stdout.readline()
        clock.cancel()
        if not line.endswith(b"\n"):
            raise Lost("it takes too long to decode" if late.is_set() else "it crashed the decoder")
        return json.loads(line)

    def _give_up(self, late: threading.Event) -> None:
        late.set()
        self._kill()

    def _kill(self) -> None:
        """The process and what it started: a decoder that hangs must not outlive it."""
        if not hasattr(os, "killpg"):
            self._process.kill()
        elif self._process.returncode is None:  # else its number may be another's by now
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        self._kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


class Crew:
    """Workers for hire. Safe from several threads; each is started when it is first needed."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._idle: queue.LifoQueue[Worker | None] = queue.LifoQueue()
        self._all: list[Worker] = []
        for _ in range(size):
            self._idle.put(None)

    def decode(self, path: Path, draft: Path, digest: str) -> Facts:
        """As Worker.decode; one that is lost is replaced for the next file."""
        worker = self._idle.get() or self._hired()
        try:
            return worker.decode(path, draft, digest)
        except Lost:
            worker.close()
            self._all.remove(worker)
            worker = None
            raise
        finally:
            self._idle.put(worker)

    def _hired(self) -> Worker:
        worker = Worker()
        self._all.append(worker)
        return worker

    def dismiss(self) -> None:
        for worker in tuple(self._all):
            worker.close()


@contextmanager
def hired(files: int) -> Iterator[Crew]:
    """A crew for so many files, gone when the block ends."""
    crew = Crew(max(1, min(os.cpu_count() or 1, LARGEST, files // 4 + 1)))
    try:
        yield crew
    finally:
        crew.dismiss()
