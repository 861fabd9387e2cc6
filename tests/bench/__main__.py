"""``python -m tests.bench``: Timbrel measured from outside, beside a reference in the same run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench import gate, growth, knobs, measured
from tests.bench.child import Broken
from tests.bench.folders import MADE, ROOT, made, recorded
from tests.bench.measured import QUICK, Plan
from tests.bench.table import MARK, report, written

PAGE = ROOT / "docs" / "engine.md"
KNOBS = ROOT / "docs" / "knobs.md"


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--folder", nargs="+", action="extend", help=f"only these; {MADE}: by code")
    parser.add_argument("--quick", action="store_true", help="15 s of training, 6 files, 1 minute")
    parser.add_argument("--minutes", type=float, help="of each training (1.5)")
    parser.add_argument("--fold", type=int, default=2, help="which sixth is held out, 0 to 5")
    parser.add_argument("--long", action="store_true", help="10 minutes by the reference too")
    parser.add_argument("--json", type=Path, help="write every figure here")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    parser.add_argument("--knobs", action="store_true", help=f"the knobs only ({KNOBS.name})")
    parser.add_argument("--gate", action="store_true", help="free renders only, how like and new")
    parser.add_argument("--home", type=Path, help="of models named as the folders are, for both")
    parser.add_argument("--growth", action="store_true", help="1, 4 and 16 times the audio only")
    return parser.parse_args()


def chosen(names: list[str] | None, work: Path) -> dict[str, Path]:
    """The folders to measure on, those made by code being made now."""
    known = {MADE: work / MADE, **recorded()}
    wanted = names or list(known)
    for name in wanted:
        if name not in known:
            sys.exit(f"There is no folder {name}; there is: {', '.join(known)}.")
    if MADE in wanted:
        made(known[MADE])
    return {name: known[name] for name in wanted}


def main() -> None:
    wish = asked()
    if wish.knobs or wish.gate:
        sys.exit(judged(wish))
    if wish.growth:
        return grown(wish)
    plan = QUICK if wish.quick else Plan()
    plan = replace(plan, minutes=wish.minutes or plan.minutes, fold=wish.fold, long=wish.long)
    with tempfile.TemporaryDirectory(prefix="bench") as work:
        results: list[dict[str, Any]] = []
        for name, path in chosen(wish.folder, Path(work)).items():
            results.append(attempt(name, path, Path(work), plan))
        start = measured.start_up()
    text = f"{circumstances(plan)}\n\n{report(results, start)}"
    print(text)
    if wish.json:
        wish.json.write_text(json.dumps({"folders": results, "start": start}, indent=1))
    if wish.write:
        written(PAGE, text)
    sys.exit(any("broken" in result for result in results))


def grown(wish: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="bench") as work:
        rows = growth.grown(Path(work), said)
    print(growth.report(rows))
    if wish.json:
        wish.json.write_text(json.dumps({"growth": rows}, indent=1))


def judged(wish: argparse.Namespace) -> bool:
    """The table of the knobs, or that of free renders; whether any folder could not be measured."""
    plan = knobs.QUICK if wish.quick else knobs.Plan()
    plan = replace(plan, minutes=wish.minutes or plan.minutes)
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="bench") as work:
        home = wish.home or Path(work) / "home"
        for name, path in chosen(wish.folder, Path(work)).items():
            try:
                results.append(of(wish, name, path, home, plan))
            except Broken as error:
                results.append({"folder": name, "broken": str(error)})
    text = gate.report(results) if wish.gate else knobs.report(results)
    print(text)
    if wish.json:
        wish.json.write_text(json.dumps({"knobs": results}, indent=1))
    if wish.write:
        page, mark = (PAGE, gate.MARK) if wish.gate else (KNOBS, MARK)
        written(page, text, mark)
    return any("broken" in result for result in results)


def of(
    wish: argparse.Namespace, name: str, path: Path, home: Path, plan: knobs.Plan
) -> dict[str, Any]:
    """What one folder's model is judged by."""
    if not wish.gate:
        return knobs.judged(name, path, home, plan, said)
    session = knobs.learnt(name, path, home, plan.minutes, said)
    said(f"{name}: renders")
    return {"folder": name, "gate": gate.passed(session, path)}


def attempt(name: str, path: Path, work: Path, plan: Plan) -> dict[str, Any]:
    """The figures of a folder, or why there are none."""
    try:
        return measured.folder(name, path, work, plan, said)
    except Broken as error:
        said(str(error))
        return {"folder": name, "broken": str(error)}


def circumstances(plan: Plan) -> str:
    """What the absolute times depend on, in a sentence."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"Each training had {plan.minutes:g} minutes, of Timbrel and of the reference, on"
        f" {os.cpu_count()} shared {platform.machine()} cores (load {load:.1f} at the end),"
        f" Timbrel {version('timbrel')}, torch {version('torch')}. The ratio is Timbrel's figure"
        f" over the reference's."
    )


def said(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
