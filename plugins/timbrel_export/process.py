"""The encoding process, from its parent's side."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

PATIENCE = 60.0  # seconds that one block may take
# -P: a file called numpy.py in the folder one stands in must not be taken for numpy.
COMMAND = (sys.executable, "-P", "-m", "timbrel_export.encoder")
ALONE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Encoder:
    """One file's encoder. Within a ``with``: the process is gone when the block ends."""

    def __init__(self, title: str, task: Mapping[str, Any]) -> None:
        self._title = title
        self._process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the parent, which then ends this one
            env={**os.environ, **ALONE},
        )
        self._said = b""
        self.pid = self._process.pid
        self._send(json.dumps(task).encode() + b"\n")

    def __enter__(self) -> Encoder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]

    def write(self, block: Any) -> None:
        """Samples (frames, channels) float32."""
        self._send(block.tobytes())

    def finish(self) -> None:
        """Return once the file is whole; an OSError of the disk, or a Problem, if it is not."""
        answer = self._answer()
        if "full" in answer:
            raise OSError(answer["full"], answer["why"])
        if not answer.get("done"):
            raise self._lost(answer.get("failed") or "it said nothing")

    def _send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        try:
            with self._watched():
                self._process.stdin.write(data)
                self._process.stdin.flush()
        except OSError:
            self.finish()  # it has something to say, or it is dead
            raise self._lost("it stopped early") from None

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None and self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        with self._watched():
            line = self._process.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._lost(self._died())
        return json.loads(line)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Within it the process is killed if it hangs."""
        clock = threading.Timer(PATIENCE, self._process.kill)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def _died(self) -> str:
        code = self._process.wait()
        names = {-number: number.name for number in signal.Signals}
        return f"it ended with {names.get(code, f'exit code {code}')}"

    def _lost(self, why: str) -> Problem:
        said = f"{self._title} could not be made: its encoder failed ({why})."
        return Problem(
            said, "Nothing was written. Try again, or choose WAV or FLAC.", "unavailable"
        )
