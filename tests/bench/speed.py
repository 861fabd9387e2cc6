"""``python -m tests.bench.speed HOME MODEL...``: how quickly each knob renders, on one thread."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.attributes import ATTRIBUTES
from tests.bench.table import written

from timbrel import start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timbrel import Session

PAGE, MARK = Path(__file__).parents[2] / "docs" / "engine.md", "speed"
SECONDS, TIMES, SEED = 8.0, 3, 5
BAR = 20.0
Speeds = dict[str, float]


def settings() -> dict[str, dict[str, float]]:
    """What the knobs stand at, by what that is called: each at either end, then all of them."""
    each = {f"{name} {end:+d}": {name: float(end)} for name in ATTRIBUTES for end in (-1, 1)}
    every = {f"all nine at {end:+d}": dict.fromkeys(ATTRIBUTES, float(end)) for end in (-1, 1)}
    return {"rest": {}, **each, **every}


def speeds(session: Session, seconds: float = SECONDS) -> Speeds:
    """Times real time of processor time, the quickest of TIMES, by setting.

    A side of a knob that the calibration took away is at rest.
    """
    known = session.controls
    rest = {name: known[name].rest for name in ATTRIBUTES if name in known}
    found: Speeds = {}
    for words, places in settings().items():
        moved = {
            n: min(max(v, known[n].low), known[n].high) for n, v in places.items() if n in rest
        }
        session.move({**rest, **moved})
        session.make(1.0, SEED).audio()
        found[words] = seconds / min(_taken(session, seconds) for _ in range(TIMES))
    session.move(rest)
    return found


def _taken(session: Session, seconds: float) -> float:
    begun = time.process_time()
    session.make(seconds, SEED).audio()
    return time.process_time() - begun


def report(found: dict[str, Speeds]) -> str:
    """A row for each setting, a column for each model, what is under the bar in bold."""
    lines = [f"| knobs | {' | '.join(found)} |", "| --- |" + " ---: |" * len(found)]
    for words in settings():
        cells = [_cell(each[words]) for each in found.values()]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(speed: float) -> str:
    return f"{speed:.0f}" if speed >= BAR else f"**{speed:.1f}**"


def measured(home: Path, models: Sequence[str]) -> dict[str, Speeds]:
    found: dict[str, Speeds] = {}
    for model in models:
        session = start(home=home).new_session()
        session.load(model)
        found[model] = speeds(session)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.speed", description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    wish = parser.parse_args()
    text = report(measured(wish.home, wish.models))
    print(text)
    if wish.write:
        written(PAGE, text, MARK)


if __name__ == "__main__":
    main()
