"""What the files of a place were last time, so that those that stayed as they were are not read."""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_corpus.gate import admitted, sniffed

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

# A file system may write times this coarsely: what was written just now may be written again and
# keep its time ("racy git", git's own documentation).
FRESH = 2 * 10**9  # ns


class Memo:
    """Containers and digests of files, each valid while the file's size, times and number are.

    ``place`` is whatever the files are of: each has a memo of its own, below ``folder``.
    """

    def __init__(
        self,
        folder: Path,
        place: str,
        writing: Callable[[Path], AbstractContextManager[Path]],
    ) -> None:
        self._path = folder / f"{hashlib.sha256(os.fsencode(place)).hexdigest()[:32]}.json"
        self._writing = writing
        self._before = _remembered(self._path)
        self._now: dict[str, list[Any]] = {}

    def look(self, path: Path, allow: Callable[[str], None] = lambda container: None) -> str:
        """The file's SHA-256; Refused if it is no regular file or ``allow`` refuses what it is."""
        known = self._now.get(str(path)) or self._before.get(str(path))
        if not known or known[:-2] != _marked(path):
            return self._hashed(path, allow)
        allow(known[-2])
        self._now[str(path)] = known
        return known[-1]

    def _hashed(self, path: Path, allow: Callable[[str], None]) -> str:
        began = time.time_ns()
        with admitted(path) as file:
            before = os.fstat(file.fileno())
            container = sniffed(file)
            allow(container)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            lasting = _mark(os.fstat(file.fileno())) == _mark(before)
        if lasting and before.st_mtime_ns < began - FRESH:
            self._now[str(path)] = [*_mark(before), container, digest]
        return digest

    def keep(self) -> None:
        """Remember what was looked at, and forget the rest; a full disk costs only time."""
        if self._now != self._before:
            with suppress(Problem), self._writing(self._path) as draft:
                draft.write_text(json.dumps(self._now))
            self._before = dict(self._now)


def _mark(seen: os.stat_result) -> list[int]:
    return [seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino, seen.st_mode]


def _marked(path: Path) -> list[int]:
    try:
        return _mark(path.lstat())
    except OSError:
        return []


def _remembered(path: Path) -> dict[str, list[Any]]:
    try:
        kept = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return {p: k for p, k in kept.items() if _sound(k)} if isinstance(kept, dict) else {}


def _sound(kept: Any) -> bool:
    return isinstance(kept, list) and len(kept) == 7 and all(isinstance(k, str) for k in kept[-2:])
