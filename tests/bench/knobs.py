"""The knobs of a model that was just trained, judged by measures that it was not calibrated by."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import spearmanr
from tests.bench.attributes import ATTRIBUTES, Attribute
from tests.bench.distance import RATE, loaded
from tests.bench.folders import sounds
from tests.bench.tool import TIMBREL, Tool

from timbrel import Kernel, Session, start

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Said = Callable[[str], None]

POSITIONS = 9
LEAD = 0.06  # seconds of silence before a recording, or else its beginning is none
FEWEST = 4  # pieces that tell how much a corpus varies
BARS = {"correlation": 0.9, "worst": 0.6, "travel": 2.0, "leak": 0.5, "active": 7}
# What a listener hears together, so that the one may go with the other.
TOGETHER = {
    frozenset(pair)
    for group in (
        ("brightness", "warmth"),
        ("rhythm", "pulse", "density", "space"),
        ("roughness", "tension"),
        ("texture", "tension"),
    )
    for pair in combinations(group, 2)
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Minutes to train, seeds to render each position with, and seconds of each render."""

    minutes: float = 1.5
    seeds: int = 5
    seconds: float = 6.0


QUICK = Plan(minutes=0.4, seeds=2, seconds=4.0)


def learnt(name: str, path: Path, home: Path, minutes: float, said: Said) -> Session:
    """A model of the folder, loaded: the one of its name in a home, or else trained there."""
    if not (home / "models" / name).exists():
        said(f"{name}: timbrel trains, and calibrates its knobs")
        Tool("timbrel", TIMBREL, home).train(path, name, minutes)
    return opened(start(home), name)


def judged(name: str, path: Path, home: Path, plan: Plan, said: Said) -> dict[str, Any]:
    """Turn every knob of a folder's model that acts: {"folder", "knobs", "inert"}."""
    session = learnt(name, path, home, plan.minutes, said)
    spread = varied([loaded(file) for file in sounds(path)], plan.seconds)
    known = {n: c for n, c in session.controls.items() if n in ATTRIBUTES}
    found: dict[str, Any] = {}
    for knob, control in known.items():
        if not control.inert:
            said(f"{name}: turns {knob}")
            found[knob] = turned(session, knob, plan, spread)
    inert = {n: c.inert for n, c in known.items() if c.inert}
    return {"folder": name, "knobs": found, "inert": inert}


def opened(kernel: Kernel, model: str) -> Session:
    session = kernel.new_session()
    session.load(model)
    return session


def measured(mono: np.ndarray) -> np.ndarray:
    """All attributes (A,) of a sound, nan where one cannot be told."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # librosa's, of short or silent sounds
        return np.array([_safely(each.of, mono) for each in ATTRIBUTES.values()])


def _safely(measure: Callable[[np.ndarray], float], mono: np.ndarray) -> float:
    try:
        return measure(mono)
    except (ValueError, ZeroDivisionError, IndexError):
        return math.nan


def varied(recordings: Sequence[np.ndarray], seconds: float) -> np.ndarray:
    """How much each attribute varies over a corpus (A,): its standard deviation, over pieces.

    Of those that are as long as its measure wants: how dense a stroke of 43 ms is, nobody can
    tell. Where too few are, the recordings of all folders stand in.
    """
    length, still = round(seconds * RATE), np.zeros(round(LEAD * RATE))
    pieces = [
        np.concatenate([still, mono[at : at + length]]) if not at else mono[at : at + length]
        for mono in recordings
        for at in range(0, max(len(mono) - length // 2, 1), length)
    ]
    pieces = pieces[:: -(-len(pieces) // 40)]
    values = np.array([_told(piece) for piece in pieces])
    known = zip(values.T, ATTRIBUTES.values(), strict=True)
    return np.array([_spread(of, each) for of, each in known])


def _told(piece: np.ndarray) -> np.ndarray:
    """All attributes (A,) of a recording, nan of those that it is too short for."""
    needed = np.array([each.seconds for each in ATTRIBUTES.values()])
    return np.where(len(piece) / RATE < needed, np.nan, measured(piece))


def _spread(values: np.ndarray, attribute: Attribute) -> float:
    told = values[np.isfinite(values)]
    return max(float(told.std()), attribute.least) if len(told) >= FEWEST else attribute.usual


def turned(session: Session, knob: str, plan: Plan, spread: np.ndarray) -> dict[str, Any]:
    """Render a knob at its positions, and judge what is heard."""
    control = session.controls[knob]
    places = np.linspace(control.low, control.high, POSITIONS)
    heard = np.zeros((plan.seeds, POSITIONS, len(ATTRIBUTES)))
    for column, place in enumerate(places.tolist()):
        session.move({knob: place})
        for seed in range(plan.seeds):
            take = session.make(plan.seconds, 101 + seed).audio()
            heard[seed, column] = measured(take.samples.mean(axis=0).astype(np.float64))
    session.move({knob: control.rest})
    return figures(knob, places, heard, spread)


def figures(knob: str, places: np.ndarray, heard: np.ndarray, spread: np.ndarray) -> dict[str, Any]:
    """Correlation over the seeds, travel in SD of the corpus, leaks for each SD of its own."""
    names = list(ATTRIBUTES)
    own = heard[:, :, names.index(knob)]
    found = [_ranked(places, row) for row in own]
    moved = dict(zip(names, _moved(heard) / spread, strict=True))
    travel = moved.pop(knob)
    leak = {other: abs(far) / max(abs(travel), 1e-9) for other, far in moved.items()}
    judged = {other: far for other, far in leak.items() if {knob, other} not in TOGETHER}
    worst = max(judged, key=lambda other: judged[other])
    return {
        "correlation": float(np.mean(found)),
        "worst": float(np.min(found)),
        "travel": travel,
        "leak": judged[worst],
        "leaks_into": worst,
        "leaks": leak,
    }


def _ranked(places: np.ndarray, row: np.ndarray) -> float:
    told = np.isfinite(row)
    if told.sum() < 3 or np.ptp(row[told]) == 0:
        return 0.0
    return float(spearmanr(places[told], row[told]).statistic)  # type: ignore[attr-defined]


def _moved(heard: np.ndarray) -> np.ndarray:
    """From the lower third of the positions to the upper one, (A,), over all seeds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what no render tells
        ends = [np.nanmean(heard[:, part], axis=(0, 1)) for part in (slice(-2, None), slice(2))]
    return np.nan_to_num(ends[0] - ends[1])


def report(results: Sequence[dict[str, Any]]) -> str:
    """A table for each folder, with what does not reach its bar in bold, and who is inert."""
    bars = ", ".join(f"{name} {value:g}" for name, value in BARS.items())
    return "\n\n".join([f"Bars: {bars}.", *map(_folder, results)]) + "\n"


def _folder(result: dict[str, Any]) -> str:
    if "broken" in result:
        return f"{result['folder']} was not measured: {result['broken']}"
    knobs, inert = result["knobs"], result["inert"]
    heads = ["knob", "correlation", "worst seed", "travel, SD", "worst leak", "into"]
    rows = [heads, ["---", *["---:"] * 4, "---"], *(_row(n, k) for n, k in knobs.items())]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    active = f"**{result['folder']}**: {len(knobs)} of {len(knobs) + len(inert)} knobs act"
    reasons = [f"Inert: {name}, because {why}." for name, why in inert.items()]
    return "\n".join([active, "", *lines, *(["", *reasons] if reasons else [])])


def _row(name: str, knob: dict[str, Any]) -> list[str]:
    cells = [_cell(knob[what], knob[what] >= BARS[what]) for what in ("correlation", "worst")]
    cells.append(_cell(knob["travel"], knob["travel"] >= BARS["travel"]))
    cells.append(_cell(knob["leak"], knob["leak"] <= BARS["leak"]))
    return [name, *cells, knob["leaks_into"]]


def _cell(value: float, good: bool) -> str:
    return f"{value:.2f}" if good else f"**{value:.2f}**"
