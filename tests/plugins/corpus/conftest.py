"""A folder to put sounds into, and the collection of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from timbrel import Job, Kernel, offers, start

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sounds"
    made.mkdir()
    return made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def put(folder: Path) -> Callable[..., Path]:
    """Writes a sine: put("a.wav", seconds=1, rate=44100, hertz=440, level=0.5, channels=1)."""

    def write(
        name: str,
        *,
        seconds: float = 0.5,
        rate: int = 48000,
        hertz: float = 440.0,
        level: float = 0.5,
        channels: int = 1,
    ) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        time = np.arange(round(seconds * rate)) / rate
        sides = [level * 0.9**c * np.sin(2 * np.pi * hertz * time) for c in range(channels)]
        soundfile.write(path, np.stack(sides, axis=1), rate)
        return path

    return write


@pytest.fixture
def collect(folder: Path, home: Path) -> Callable[..., offers.Corpus]:
    """Collects the folder, or another place: collect(place, job, kernel), all optional."""

    def collected(
        place: object = None, job: Job | None = None, kernel: Kernel | None = None
    ) -> offers.Corpus:
        kernel = kernel or start(home=home)
        readers = {
            suffix: reader
            for reader in kernel.host.table(offers.Importer).values()
            for suffix in reader.suffixes
        }
        collector = kernel.host.find(offers.Collector, "folder")
        job = job or Job("collect")
        return collector.collect(str(place or folder), readers, kernel.places, job)

    return collected


@pytest.fixture
def library(home: Path) -> Kernel:
    return start(home=home)


@pytest.fixture
def do(library: Kernel) -> Callable[..., dict[str, Any]]:
    """Performs a verb, and answers as JSON would: do("add", folder, name="a")."""

    def done(verb: str, *args: Any, **options: Any) -> dict[str, Any]:
        answer = library.host.find(offers.Action, f"dataset_{verb}").run(library, *args, **options)
        answer = answer.result() if isinstance(answer, Job) else answer
        return json.loads(json.dumps(answer))

    return done
