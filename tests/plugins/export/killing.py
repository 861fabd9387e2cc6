"""``python -m tests.plugins.export.killing FOLDER --times 200``: kill -9 in the midst of saving."""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
from tests.plugins.export.sounds import EXPORTERS, RATE, take

from timbrel import Kernel, start

if TYPE_CHECKING:
    from collections.abc import Iterator

SAVES = 3.0  # that a process has the time for before the kill, at most
FRAMES = RATE


def saved(kernel: Kernel, folder: Path, said: int, seed: int) -> None:
    """Save one take after another over those that are there; each is said once it is done."""
    rng = np.random.default_rng(seed)
    while True:
        for name in rng.permutation([*EXPORTERS]):
            sound = 0.2 * rng.standard_normal((2, FRAMES))
            path = kernel.session.save(
                take(sound, mark=int(rng.integers(2**40))), folder / f"a.{name}"
            )
            facts = EXPORTERS[path.suffix[1:]].recipe(path) or {}
            os.write(said, json.dumps([path.name, facts.get("mark")]).encode() + b"\n")


def killed(kernel: Kernel, folder: Path, seed: int, longest: float) -> list[list[Any]]:
    """What was said to be saved by a process that was killed within so many seconds."""
    listen, said = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            saved(kernel, folder, said, seed)
        finally:
            os._exit(1)
    os.close(said)
    select.select([], [], [], random.Random(seed).uniform(0, longest))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with os.fdopen(listen, "rb") as pipe:
        return [json.loads(line) for line in pipe if line.endswith(b"\n")]


def unreadable(folder: Path) -> Iterator[str]:
    """The finished files that are not whole, by name."""
    for path in sorted(folder.glob("[!.]*")):
        if path.suffix == ".json":
            whole = bool(json.loads(path.read_text())["quality"])
        else:
            sound = soundfile.read(path)[0]
            recipe = EXPORTERS[path.suffix[1:]].recipe(path)
            whole = bool(sound.shape == (FRAMES, 2) and recipe and recipe["quality"]["sound"])
        if not whole:
            yield path.name


def survived(folder: Path, times: int, first: int = 0) -> dict[str, int]:
    """How many were killed, saved, lost and are unreadable after so many kills."""
    kernel = start(folder / "home", without={"library"})
    files = folder / "files"
    files.mkdir()
    began = time.monotonic()
    for name in [*EXPORTERS] * 2:  # at first, so that all libraries are there before the fork
        kernel.session.save(take(np.zeros((2, FRAMES))), files / f"a.{name}")
    longest = SAVES * (time.monotonic() - began) / len(EXPORTERS) / 2
    marks: dict[str, int] = {}
    count = {"killed": times, "saved": 0, "lost": 0, "unreadable": 0}
    for seed in range(first, first + times):
        done = killed(kernel, files, seed, longest)
        count["saved"] += len(done)
        marks.update({name: mark for name, mark in done})
        count["unreadable"] += len([*unreadable(files)])
        count["lost"] += sum(not (files / name).is_file() for name in marks)
    return {**count, "drafts": len([*files.glob(".tmp-*")])}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.plugins.export.killing")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    wish = parser.parse_args()
    print(json.dumps(survived(wish.folder, wish.times, wish.first)))


if __name__ == "__main__":
    main()
