"""The training process, from its parent's side."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from timbrel_train.run import Run

# -P: a file called numpy.py in the folder one stands in must not be taken for numpy.
COMMAND = (sys.executable, "-P", "-m", "timbrel_train.child")
# Threads that spin while they wait for each other ruin it; torch is told later what it may use.
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
PATIENCE = 120.0  # seconds without a sign of life
LINGER = 20.0  # seconds that it has to end in, once nobody listens


class Process:
    """A process that trains a run. Within a ``with``: it is gone when the block ends."""

    def __init__(self, run: Run) -> None:
        lock = run.lock.handle
        with run.path("log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                [*COMMAND, str(run.folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, **ALONE},
                start_new_session=True,  # Ctrl-C is for the parent, which then stops this one
                pass_fds=() if lock is None or sys.platform == "win32" else (lock,),
            )
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._silence = 0.0
        self._asked = False
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> Process:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._close(self._process.stdin)
        try:
            self._process.wait(LINGER)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Ask it to end with what it has; once."""
        if self._asked or self._process.stdin is None:
            return
        self._asked = True
        with contextlib.suppress(OSError):
            self._process.stdin.write(b"stop\n")
            self._process.stdin.flush()

    def heard(self, seconds: float) -> Iterator[dict[str, Any]]:
        """What it says within so many seconds, if anything; at last how it died.

        The silence is counted in such looks: one of a program that was itself asleep is short.
        """
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            self._silence += seconds
            if self._silence > PATIENCE:
                self._process.kill()
            return
        self._silence = 0.0
        if line.endswith(b"\n"):
            yield json.loads(line)
        else:
            yield {"died": self._died()}

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as out:
            for line in out:
                self._lines.put(line)
        self._lines.put(b"")

    def _died(self) -> str:
        code = self._process.wait()
        if code >= 0:
            return f"exit code {code}"
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return f"{name}, perhaps for want of memory" if name == "SIGKILL" else name

    @staticmethod
    def _close(stream: Any) -> None:
        with contextlib.suppress(OSError):
            stream.close()
