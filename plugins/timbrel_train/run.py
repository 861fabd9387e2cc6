"""A training on disk: what was asked, what it learns from, how far it is and how to go on."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from timbrel import Problem
from timbrel_train.checkpoints import Checkpoints
from timbrel_train.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from timbrel import Kernel


@dataclass(frozen=True)
class Run:
    """The folder of a training, named like its model.

    ``spec.json`` is what was asked, ``corpus.json`` the recordings by digest, ``state.json`` how
    far it was when it last told, ``wish`` what somebody wants of it, ``log.txt`` what libraries
    printed; ``checkpoints``, ``base`` (the model it extends) and ``draft`` are folders.
    """

    home: Path
    name: str

    @classmethod
    def of(cls, kernel: Kernel, name: str) -> Run:
        return cls(kernel.places.home, kernel.registry.checked(name))

    @classmethod
    def found(cls, kernel: Kernel, name: str) -> Run:
        """The one of that name, which must be there."""
        run = cls.of(kernel, name)
        if not run.path("spec.json").is_file():
            there = ", ".join(other.name for other in cls.all(kernel)) or "none yet"
            raise Problem(f"No training is called '{name}'.", f"There is: {there}.", "missing")
        return run

    @classmethod
    def all(cls, kernel: Kernel) -> list[Run]:
        home = kernel.places.home
        return [cls(home, path.parent.name) for path in sorted(home.glob("runs/*/spec.json"))]

    @property
    def folder(self) -> Path:
        return self.home / "runs" / self.name

    def path(self, name: str) -> Path:
        return self.folder / name

    @cached_property
    def lock(self) -> Lock:
        return Lock(self.home / "runs" / f".{self.name}.lock")

    def checkpoints(
        self, writing: Any, said: Callable[[str], None] = lambda words: None
    ) -> Checkpoints:
        return Checkpoints(self.path("checkpoints"), writing, said)

    @property
    def step(self) -> int:
        """The step of the newest checkpoint, 0 if there is none."""
        facts = self.checkpoints(None).facts()
        return facts[max(facts)]["step"] if facts else 0

    def read(self, name: str) -> dict[str, Any]:
        """A JSON file of the folder; empty if it is not there."""
        path = self.path(name)
        if not path.is_file():
            return {}
        try:
            return json.loads(path.read_text())
        except (OSError, ValueError) as error:
            raise Problem(f"{path} cannot be read: {error}.", "Train anew.") from error

    def write(self, name: str, facts: Mapping[str, Any], writing: Any) -> None:
        with writing(self.path(name)) as draft:
            draft.write_text(json.dumps(facts, indent=1))

    def wish(self) -> str:
        """What somebody wants of it: 'pause', 'go on', 'stop', or nothing."""
        try:
            return self.path("wish").read_text()
        except OSError:
            return ""

    def wished(self, word: str, writing: Any) -> None:
        with writing(self.path("wish")) as draft:
            draft.write_text(word)

    def granted(self) -> None:
        self.path("wish").unlink(missing_ok=True)

    def emptied(self) -> Path:
        """The folder named 'draft', with nothing in it."""
        draft = self.path("draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        return draft

    def swept(self) -> None:
        """Remove what a process that was killed had begun to write."""
        for path in (*self.folder.glob(".tmp-*"), *self.path("checkpoints").glob(".tmp-*")):
            path.unlink(missing_ok=True)

    def cleared(self, kernel: Kernel) -> None:
        """Make way for another training of this name; one that had not ended goes to the trash."""
        if not self.folder.exists():
            return
        if self.read("state.json").get("state") == "done":
            shutil.rmtree(self.folder)
            return
        self.folder.replace(kernel.places.free(kernel.places.trash, f"run-{self.name}", ""))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
