"""One folder of recordings, measured with both tools."""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.bench.child import run
from tests.bench.distance import loaded, mel_db, spectral_db
from tests.bench.folders import gathered, sounds, split
from tests.bench.tool import TIMBREL, Tool, both

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Said = Callable[[str], None]

MEGABYTE = 1e6


@dataclass(frozen=True, slots=True)
class Plan:
    """Minutes to train, files to take round at most, and seconds to render.

    Ten minutes take the reference longer than all else here: it renders them only where ``long``
    says so. ``fold`` is which of the six splits into learnt and held-out files is taken.
    """

    minutes: float = 1.5
    rounds: int = 1000
    lengths: tuple[int, ...] = (60, 600)
    long: bool = False
    fold: int = 2


QUICK = Plan(minutes=0.25, rounds=6, lengths=(60,))


def folder(name: str, path: Path, work: Path, plan: Plan, said: Said) -> dict[str, Any]:
    """All figures: {"folder", "files", "held", "timbrel": {...}, "reference": {...}}."""
    files = sounds(path)
    kept, held = split(files, plan.fold)
    gathered(kept, work / name / "kept")
    facts: dict[str, Any] = {"folder": name, "files": len(files), "held": len(held)}
    for tool in both(work / name):
        facts[tool.name] = tried(tool, path, work / name, plan, said)
        # The reference comes second and has the time that Timbrel took.
        minutes = facts[tool.name]["training_seconds"] / 60
        lengths = plan.lengths if plan.long else plan.lengths[:1]
        plan = replace(plan, minutes=minutes, lengths=lengths)
    return facts


def tried(tool: Tool, path: Path, work: Path, plan: Plan, said: Said) -> dict[str, Any]:
    """What one tool does on all the files, and then on those it was not trained on."""
    files = sounds(path)
    held = split(files, plan.fold)[1]
    said(f"{path.name}: {tool.name} trains on {len(files)} files")
    figures = trained(tool, path, "all", plan.minutes)
    figures["known"] = round_trips(tool, "all", spread(files, plan.rounds), work)
    said(f"{path.name}: {tool.name} renders")
    figures |= rendered(tool, "all", plan.lengths, work)
    said(f"{path.name}: {tool.name} trains without {len(held)} of them")
    trained(tool, work / "kept", "kept", plan.minutes)
    figures["unknown"] = round_trips(tool, "kept", held, work)
    return figures


def trained(tool: Tool, path: Path, model: str, minutes: float) -> dict[str, Any]:
    """Train and keep what the tool tells of it; what it does not tell is None."""
    answer = tool.train(path, model, minutes)
    told = ("training_seconds", "first_preview", "steps", "figures")
    return {name: answer.get(name) for name in told}


def round_trips(tool: Tool, model: str, files: list[Path], work: Path) -> dict[str, Any]:
    """Mean distances of files to what the model makes of them, and those of each file."""
    out = work / "round.wav"
    each: dict[str, dict[str, float]] = {}
    for path in files:
        tool.transform(model, path, out)
        source, render = loaded(path), loaded(out)
        each[path.name] = {"mel": mel_db(source, render), "lsd": spectral_db(source, render)}
        out.unlink()
    means = {name: statistics.mean(d[name] for d in each.values()) for name in ("mel", "lsd")}
    return {**means, "each": each}


def rendered(tool: Tool, model: str, lengths: tuple[int, ...], work: Path) -> dict[str, Any]:
    """Peak memory in MB and times real time of the whole command, by seconds rendered."""
    out = work / "free.wav"
    figures: dict[str, Any] = {"peak": {}, "speed": {}}
    for seconds in lengths:
        ended = tool.generate(model, seconds, out)
        figures["peak"][str(seconds)] = ended.peak / MEGABYTE
        figures["speed"][str(seconds)] = seconds / ended.seconds
        out.unlink()
    return figures


def spread(files: list[Path], most: int) -> list[Path]:
    """At most so many of the files, evenly spread over them."""
    step = max(1, -(-len(files) // most))
    return files[::step]


def start_up(times: int = 5) -> dict[str, float]:
    """Median seconds of ``timbrel --help`` and of an empty Python, after one of each unmeasured."""
    commands = {"timbrel": [*TIMBREL, "--help"], "python": [sys.executable, "-c", "pass"]}
    return {name: _median(command, times) for name, command in commands.items()}


def _median(command: list[str], times: int) -> float:
    return statistics.median([run(command).seconds for _ in range(times + 1)][1:])
