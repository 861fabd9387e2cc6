"""The pipe from the training process to the one that asked for it: JSON, a line each."""

from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Job


class Pipe:
    """What the child says; nobody may be listening any more, and that stops nothing."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._told: dict[str, Any] = {}

    @classmethod
    def apart(cls) -> Pipe:
        """On standard output, which from now on is standard error: libraries print, and one does.

        An answer of theirs between the lines would break them.
        """
        out = os.fdopen(os.dup(1), "w", encoding="ascii")
        os.dup2(2, 1)
        return cls(out)

    def say(self, **what: Any) -> None:
        line = json.dumps(what, default=str) + "\n"
        with self._lock:
            try:
                self._out.write(line)
                self._out.flush()
            except (OSError, ValueError):
                return

    def tell(self, job: Job) -> None:
        """How far it is, and those of its facts that are new."""
        facts: Mapping[str, Any] = job.facts
        new = {name: fact for name, fact in facts.items() if self._told.get(name) is not fact}
        self._told = dict(facts)
        self.say(part=job.part, note=job.note, facts=new)
