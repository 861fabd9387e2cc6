"""Runs a command and tells its wall time and peak memory; itself a program, and a small one.

A process starts its life with the peak memory of the one that forked it, so a benchmark that holds
a large library would measure itself: ``python child.py FILE COMMAND...`` stands between the two.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


class Broken(Exception):
    """A measured command ended with an error; says which, and its last words."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command wrote on stdout, how long it took and its peak memory in bytes."""

    answer: str
    seconds: float
    peak: int


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> Ended:
    """Run a command to its end; Broken if that is not 0."""
    with tempfile.TemporaryDirectory() as folder:
        usage = Path(folder) / "usage.json"
        launcher = [sys.executable, "-I", __file__, str(usage), *command]
        done = subprocess.run(
            launcher, env={**os.environ, **(env or {})}, capture_output=True, text=True
        )
        if done.returncode:
            # A problem told in JSON is on stdout, the way there on stderr.
            lines = [*done.stderr.strip().splitlines()[-3:], *done.stdout.strip().splitlines()[-1:]]
            words = " | ".join(lines)
            raise Broken(f"{' '.join(command)}: exit {done.returncode}: {words}")
        return Ended(done.stdout, **json.loads(usage.read_text()))


def _measured(usage: Path, command: Sequence[str]) -> int:
    began = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, spent = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    usage.write_text(json.dumps({"seconds": seconds, "peak": spent.ru_maxrss * UNIT}))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(abs(_measured(Path(sys.argv[1]), sys.argv[2:])))
