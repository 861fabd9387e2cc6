"""How the time and the memory of a training grow with the amount of audio: 1, 4 and 16 times."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from tests.bench.child import run
from tests.bench.folders import made, sounds
from tests.bench.tool import TIMBREL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

TIMES = (1, 4, 16)
STEPS = 200
MEGABYTE = 1e6
HEADS = ("files", "audio, s", "whole, s", "steps, s", "knobs, s", "rest, s", "a second of audio, s")


def grown(work: Path, said: Callable[[str], None]) -> list[dict[str, Any]]:
    """The same number of steps on ever more files made by code, each folder new to its home."""
    rows: list[dict[str, Any]] = []
    for times in TIMES:
        said(f"{times} times the audio")
        folder = many(work / f"times{times}", times)
        rows.append(_measured(folder, work / f"home{times}"))
    return rows


def many(folder: Path, times: int) -> Path:
    """So many times the sounds of the demo, no two alike."""
    folder.mkdir()
    for seed in range(times):
        part = made(folder / f"part{seed}", seed)
        for path in sounds(part):
            shutil.move(path, folder / f"{seed:02}-{path.name}")
        part.rmdir()
    return folder


def _measured(folder: Path, home: Path) -> dict[str, Any]:
    options = ["--name", "grown", "--steps", str(STEPS), "--json"]
    ended = run([*TIMBREL, "train", str(folder), *options], {"TIMBREL_HOME": str(home)})
    answer = json.loads(ended.answer)
    return {
        "files": answer["files"],
        "audio": answer["seconds"],
        "whole": ended.seconds,
        "steps": answer["training_seconds"],
        "knobs": answer["knobs_seconds"],
        "peak": ended.peak / MEGABYTE,
    }


def report(rows: Sequence[dict[str, Any]]) -> str:
    """A table, and how the time that the audio itself takes grows."""
    heads = (*HEADS, "peak MB")
    lines = [f"| {' | '.join(heads)} |", f"|{' ---: |' * len(heads)}"]
    lines += [f"| {' | '.join(_cells(row))} |" for row in rows]
    first, last = rows[0], rows[-1]
    audio = last["audio"] / first["audio"]
    time = last["whole"] / first["whole"]
    return "\n".join([*lines, "", f"{audio:.1f} times the audio takes {time:.1f} times as long."])


def _cells(row: dict[str, Any]) -> list[str]:
    rest = row["whole"] - row["steps"] - row["knobs"]
    cells = [str(row["files"]), f"{row['audio']:.0f}"]
    cells += [f"{value:.1f}" for value in (row["whole"], row["steps"], row["knobs"], rest)]
    return [*cells, f"{rest / row['audio']:.3f}", f"{row['peak']:.0f}"]
