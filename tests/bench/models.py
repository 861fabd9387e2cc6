"""``python -m tests.bench.models HOME MODEL``: how quickly models are found, moved and heard.

A thousand cards as large as the model's own are searched; the model is exported, imported into
another home, and played there by a new process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.child import run

from timbrel import Kernel, start
from timbrel_library.exchange import export, import_
from timbrel_library.listing import list_

if TYPE_CHECKING:
    from collections.abc import Callable

MANY, TIMES = 1000, 21
SEARCHES: dict[str, dict[str, Any]] = {
    "all": {},
    "words": {"query": "model 70"},
    "a tag": {"tag": ["t3"]},
    "days": {"since": "2026-03", "until": "2026-05"},
    "numbers": {"where": ["seconds=1.."], "sort": "megabytes", "reverse": True},
}
PLAY = """
import sys, time
from pathlib import Path
from timbrel import start
kernel = start(home=Path(sys.argv[1]))
began = time.perf_counter()
kernel.session.load(sys.argv[2])
next(kernel.session.make(1).play())
print(time.perf_counter() - began)
"""


def shelved(home: Path, card: dict[str, Any], count: int) -> Kernel:
    """A home with so many cards like one, each of another name, day and tag, and small files."""
    for number in range(count):
        name, made = f"model {number}", f"2026-{1 + number % 12:02}-{1 + number % 28:02}T10:00"
        folder = home / "models" / name / "one"
        folder.mkdir(parents=True)
        (folder / "weights").write_bytes(b"-")
        facts = {**card, "name": name, "made": made, "tags": [f"t{number % 7}"], "version": "one"}
        (folder.parent / "card.json").write_text(json.dumps(facts, indent=2))
    return start(home=home)


def searched(kernel: Kernel) -> dict[str, float]:
    """Seconds of the first listing, which reads each card, and of each search: the median."""
    figures = {"first": timed(lambda: list_(kernel))}
    for name, wish in SEARCHES.items():
        each = [timed(lambda wish=wish: list_(kernel, **wish)) for _ in range(TIMES)]
        figures[name] = statistics.median(each)
        figures[f"{name}, slowest of {TIMES}"] = max(each)
    return figures


def timed(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def handed_on(kernel: Kernel, model: str, work: Path) -> dict[str, float]:
    """Seconds to export, to import elsewhere, and there in a new process to load and first sound.

    The first two are those of the second time: the first also loads libraries.
    """
    file, other = work / "model.timbrel", start(home=work / "other")
    figures: dict[str, float] = {}
    for _ in range(2):
        figures["export"] = timed(lambda: export(kernel, model, file))
        figures["import"] = timed(lambda: import_(other, file))
    command = [sys.executable, "-c", PLAY, str(other.places.home), model]
    each = [float(run(command).answer) for _ in range(6)][1:]
    return {**figures, "load and first sound": statistics.median(each)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("model")
    parser.add_argument("--many", type=int, default=MANY)
    wish = parser.parse_args()
    kernel = start(home=wish.home)
    text = (kernel.places.models / wish.model / "card.json").read_text()
    with tempfile.TemporaryDirectory(prefix="bench") as work:
        shelf = shelved(Path(work) / "many", json.loads(text), wish.many)
        print(f"{wish.many} models, {len(text) / 1000:.0f} kB each of card:")
        told(searched(shelf))
        print(f"{wish.model}:")
        told(handed_on(kernel, wish.model, Path(work)))


def told(figures: dict[str, float]) -> None:
    for name, seconds in figures.items():
        print(f"  {name}: {seconds * 1000:.0f} ms")


if __name__ == "__main__":
    main()
