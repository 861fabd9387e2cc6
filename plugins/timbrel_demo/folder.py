"""The demo's folder: one of its own, in which nobody else's file is ever touched."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

MARK = "demo.json"


@dataclass(frozen=True, slots=True)
class Folder:
    """``home`` holds the takes, ``sounds`` below it the corpus, and a mark what the demo made."""

    home: Path

    @property
    def sounds(self) -> Path:
        return self.home / "sounds"

    @property
    def ours(self) -> bool:
        """Whether an earlier demo made it, and no sound in it was changed or added since."""
        try:
            made: dict[str, str] = json.loads((self.home / MARK).read_text())["sounds"]
            there = list(self.sounds.iterdir()) if self.sounds.is_dir() else []
            return all(made.get(path.name) == _digest(path) for path in there)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    @property
    def empty(self) -> bool:
        return not self.home.exists() or (self.home.is_dir() and not any(self.home.iterdir()))

    def fill(
        self, seed: int, writing: Callable[[Path], AbstractContextManager[Path]]
    ) -> list[Path]:
        """Make the sounds and the mark; a Problem if the disk does not take them."""
        from timbrel_demo.dsp_sounds import make_sounds

        try:
            sounds = make_sounds(self.sounds, seed)
        except OSError as error:
            why = error.strerror or str(error)
            mend = "Make room, or choose another folder with --out."
            raise Problem(
                f"{self.sounds} could not be written: {why}.", mend, "unavailable"
            ) from error
        mark = {"seed": seed, "sounds": {path.name: _digest(path) for path in sounds}}
        with writing(self.home / MARK) as draft:
            draft.write_text(json.dumps(mark, indent=2))
        return sounds


def settled(wish: Path, free: Callable[[Path, str, str], Path]) -> Folder:
    """The folder that was wished for, or one beside it if that holds something else."""
    home = wish.expanduser().absolute()
    folder = Folder(home)
    if folder.empty or folder.ours:
        return folder
    return Folder(free(home.parent, home.name, ""))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
