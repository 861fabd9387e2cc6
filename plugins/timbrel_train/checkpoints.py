"""Checkpoints on disk: what a training goes on from, whole or not there at all."""

from __future__ import annotations

import hashlib
import json
import math
from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    import numpy as np

RECENT = 3
FACTS, TENSORS = ".json", ".safetensors"


class Checkpoints(offers.Memory):
    """A folder of NUMBER.safetensors with its NUMBER.json: the newest RECENT, and the best.

    The JSON is written last and holds the SHA-256 of the other: neither torch nor safetensors
    notices a flipped bit. ``writing`` makes a file whole or not at all, ``said`` hears what is
    wrong with a checkpoint.
    """

    def __init__(
        self,
        folder: Path,
        writing: Callable[[Path], AbstractContextManager[Path]],
        said: Callable[[str], None] = lambda words: None,
    ) -> None:
        self.folder, self._writing, self._said = folder, writing, said

    def keep(self, arrays: Mapping[str, np.ndarray], facts: Mapping[str, Any]) -> None:
        """Write one more; where there is no room, that is said and the training goes on."""
        numbers = self.numbers()
        path = self.folder / f"{(numbers[-1] if numbers else 0) + 1:06}"
        try:
            self._write(path, arrays, facts)
        except Problem as problem:
            self._said(f"No checkpoint was kept. {problem}")
            return
        self._prune()

    def newest(self) -> tuple[Mapping[str, np.ndarray], Mapping[str, Any]] | None:
        """The newest that is whole; damaged ones are said, and passed over."""
        for number in reversed(self.numbers()):
            path = self.folder / f"{number:06}"
            try:
                arrays, facts = _read(path)
            except (OSError, ValueError, KeyError, TypeError) as error:
                self._said(f"Checkpoint {path.name} is damaged ({error}): an earlier one is taken.")
                continue
            return arrays, facts
        return None

    def numbers(self) -> list[int]:
        """Of all checkpoints, oldest first."""
        paths = self.folder.glob(f"[0-9]*{FACTS}")
        return sorted(int(path.stem) for path in paths if path.stem.isdigit())

    def facts(self) -> dict[int, Mapping[str, Any]]:
        """What each one's JSON says, by number, where it can be read."""
        found: dict[int, Mapping[str, Any]] = {}
        for number in self.numbers():
            try:
                facts = json.loads((self.folder / f"{number:06}{FACTS}").read_text())
            except (OSError, ValueError):
                continue
            if isinstance(facts, dict) and "step" in facts:
                found[number] = facts
        return found

    def _write(self, path: Path, arrays: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
        from safetensors.numpy import save

        tensors = save(dict(arrays))  # its save_file has errors of its own for a disk that is full
        digest = hashlib.sha256(tensors).hexdigest()
        with self._writing(path.with_suffix(TENSORS)) as draft:
            draft.write_bytes(tensors)
        with self._writing(path.with_suffix(FACTS)) as draft:
            draft.write_text(json.dumps({**facts, "tensors": digest}))

    def _prune(self) -> None:
        facts = self.facts()
        best = min(facts, key=lambda number: _judged(facts[number]), default=None)
        for number in self.numbers()[:-RECENT]:
            if number != best:
                for suffix in (FACTS, TENSORS):
                    (self.folder / f"{number:06}{suffix}").unlink(missing_ok=True)


def _judged(facts: Mapping[str, Any]) -> float:
    judged = facts.get("judged")
    return judged if isinstance(judged, float) and math.isfinite(judged) else math.inf


def _read(path: Path) -> tuple[Mapping[str, np.ndarray], Mapping[str, Any]]:
    from safetensors.numpy import load

    facts = json.loads(path.with_suffix(FACTS).read_text())
    tensors = path.with_suffix(TENSORS).read_bytes()
    if hashlib.sha256(tensors).hexdigest() != facts["tensors"]:
        raise ValueError("its sum is another")
    return load(tensors), facts
