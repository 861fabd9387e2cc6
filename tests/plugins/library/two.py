"""``python -m tests.plugins.library.two HOME WHO COUNT``: one of several that add to a history."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.plugins.library.killed import kernel

from timbrel_library import entry, store


def main(home: Path, who: str, count: int) -> None:
    """Add so many items, each with its recipe, in a transaction of its own."""
    places = kernel(home).places
    path = home / f"{who}.bin"
    path.write_bytes(b"sound")
    recipe = {"made": "generate", "model": "bell", "seed": 0, "frames": 4800, "rate": 48000}
    for n in range(count):
        row = entry.entry(places.home, path, {**recipe, "seed": n}, {})
        with store.opened(places) as db:
            entry.added(db, {**row, "place": f"{who}-{n}".encode(), "name": f"{who}-{n}"})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
