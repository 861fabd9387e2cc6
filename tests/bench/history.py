"""How quickly a long history is searched: ``python -m tests.bench.history [ROWS]``."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timbrel import offers, start
from timbrel_library import entry, store

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Kernel

ROWS, TIMES, ALLOWED = 10_000, 20, 0.05  # seconds
KNOBS = ("density", "brightness", "warmth", "roughness", "texture", "tension", "pulse", "space")
SEARCHES: dict[str, dict[str, Any]] = {
    "newest 20": {},
    "a word that few have": {"search": "cellar"},
    "a word that all have": {"search": "tabla"},
    "two words and a star": {"search": "brightness cellar", "starred": True},
    "a word that none has": {"search": "submarine"},
    "of one model, with thumbnails": {"model": "model 3", "pictures": True},
}


def filled(kernel: Kernel, rows: int) -> None:
    """A history of takes with recipes of some kilobytes, as takes of 20 s have them."""
    chance, home = random.Random(1), kernel.places.home
    path = kernel.places.renders / "one.wav"
    path.write_bytes(b"sound")
    first = entry.entry(home, path, recipe(chance, 0), {})
    with store.opened(kernel.places) as db:
        for n in range(rows):
            facts = recipe(chance, n)
            name = f"{facts['model']}-{n}{'-cellar' if n % 200 == 0 else ''}.wav"
            row = {**first, "place": name.encode(), "name": name, "model": facts["model"]}
            row |= {"words": entry.words(facts, {}), "recipe": entry.sealed(facts)}
            row |= {"picture": chance.randbytes(512)}
            entry.added(db, row)
        db.execute("update history set star = 1 where id % 10 = 1")


def recipe(chance: random.Random, n: int) -> dict[str, Any]:
    values = {name: round(chance.uniform(-1, 1), 3) for name in KNOBS}
    sources = {f"tabla stroke {chance.randrange(60)}.wav": chance.random() for _ in range(12)}
    runs = [{"source": s, "at": chance.random(), "from": 0.0, "to": 1.0} for s in sources] * 4
    told = {"sources": sources, "runs": runs, "novelty": chance.random()}
    facts = {"made": "generate", "model": f"model {n % 10}", "mapper": "knobs", "seed": n}
    return {**facts, "values": values, "frames": 960_000, "rate": 48000, "provenance": told}


def timed(call: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def main(rows: int) -> dict[str, float]:
    """Seconds by search: the median, and for 'cold' the first of a process, checks included."""
    with tempfile.TemporaryDirectory() as folder:
        kernel = start(Path(folder))
        filled(kernel, rows)
        list_ = kernel.host.find(offers.Action, "history_list").run
        store.forget()
        told = {"cold": timed(lambda: list_(kernel))}
        for name, asked in SEARCHES.items():
            every = [timed(lambda asked=asked: list_(kernel, **asked)) for _ in range(TIMES)]
            told[name] = statistics.median(every)
        return told


if __name__ == "__main__":
    for name, seconds in main(int(sys.argv[1]) if sys.argv[1:] else ROWS).items():
        print(f"{name:32} {1000 * seconds:7.1f} ms  {seconds / ALLOWED:5.2f} of what is allowed")
