"""What a job has to tell at once, each thing once: sentences, and previews to listen to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Job


class News:
    """Reads the job's facts 'said' and 'previews', lists that grow."""

    def __init__(self) -> None:
        self._told = {"said": 0, "previews": 0}

    def of(self, job: Job) -> Iterator[str]:
        """What was not told before."""
        for name in self._told:
            there = job.facts.get(name) or []
            for words in there[self._told[name] :]:
                yield f"Preview: {words}" if name == "previews" else str(words)
            self._told[name] = len(there)
