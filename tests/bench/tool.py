"""A tool as a person uses it: by its commands, each a process of its own."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.child import Ended, run

TIMBREL = [str(Path(sys.executable).with_name("timbrel"))]
REFERENCE = [sys.executable, "-m", "tests.bench.reference"]


@dataclass(frozen=True, slots=True)
class Tool:
    """Commands that begin alike, with their models and caches in a home of their own."""

    name: str
    begins: list[str]
    home: Path

    def train(self, folder: Path, model: str, minutes: float) -> dict[str, Any]:
        """What the command answers: steps, training_seconds, first_preview and so on."""
        options = ["--name", model, "--minutes", f"{minutes:.4f}", "--json"]
        return json.loads(self._run("train", str(folder), *options).answer)

    def transform(self, model: str, source: Path, out: Path) -> None:
        """The source played by the model, written to ``out``."""
        self._run("transform", model, str(source), "--out", str(out))

    def generate(self, model: str, seconds: float, out: Path, seed: int = 7) -> Ended:
        """A free render of so many seconds, written to ``out``."""
        options = ["--duration", f"{seconds:g}", "--seed", str(seed), "--out", str(out)]
        return self._run("generate", model, *options)

    def _run(self, *words: str) -> Ended:
        return run([*self.begins, *words], {"TIMBREL_HOME": str(self.home)})


def both(work: Path) -> tuple[Tool, Tool]:
    """Timbrel and the reference, with homes below a folder."""
    return Tool("timbrel", TIMBREL, work / "home"), Tool("reference", REFERENCE, work / "home")
