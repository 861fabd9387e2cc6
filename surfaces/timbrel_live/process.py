"""The playing process, from its parent's side."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_live.card import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterator

LINGER = 2.0  # seconds that it has to fade out and end in


class Process:
    """Plays the ring in the memory of that ``name`` until it is ended."""

    def __init__(self, name: str, rate: int, output: str) -> None:
        self._process = subprocess.Popen(
            [*COMMAND, "timbrel_live.child", name, str(rate), output],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what ALSA and JACK think aloud
            start_new_session=True,  # Ctrl-C is for the parent, which then lets it fade out
        )
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._thread = threading.Thread(target=self._read, name="card", daemon=True)
        self._thread.start()

    @property
    def number(self) -> int:
        """Of the process."""
        return self._process.pid

    def heard(self) -> Iterator[dict[str, Any]]:
        """What it has said by now: 'open' and facts, or 'problem'; at last 'gone'."""
        with contextlib.suppress(queue.Empty):
            while True:
                line = self._lines.get_nowait()
                yield json.loads(line) if line else {"gone": self._process.wait()}

    def end(self) -> None:
        """Let it fade out and end; it is gone then."""
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        try:
            self._process.wait(LINGER)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._thread.join(LINGER)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as out:
            for line in out:
                if line.endswith(b"\n"):
                    self._lines.put(line)
        self._lines.put(b"")


def problem(told: dict[str, Any]) -> Problem:
    """What the process could not do, as a sentence; of one that died, that it did."""
    if "problem" in told:
        return Problem(*told["problem"])
    return Problem("The sound output is gone.", "Plug it in, or start it again.", "unavailable")
