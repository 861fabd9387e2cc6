"""Free renders at the knobs' centre, judged by how like the recordings they are, and how new."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import signal
from tests.bench.distance import RATE, loaded
from tests.bench.features import seconds
from tests.bench.folders import sounds
from tests.bench.likeness import Space, likeness

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from timbrel import Session

MARK = "gate"  # between which markers of the page the table stands
TAKES = 3  # for each recording, each as long as it is
SHORTEST, LONGEST = 1.0, 10.0  # seconds of a take; what is compared is a second
FIRST = 300  # seed
# What each figure is called, the least and the most of it that pass.
BARS: dict[str, tuple[str, float, float]] = {
    "kernel": ("kernel audio distance over its floor", 0.0, 3.0),
    "frechet": ("Frechet distance over its floor", 0.0, 3.0),
    "density": ("density over its floor", 0.4, np.inf),
    "coverage": ("coverage over its floor", 0.5, np.inf),
    "novelty": ("novelty", 0.5, 2.0),
    "copies": ("near-copies", 0.0, 0.1),
    "far": ("out of domain", 0.0, 0.2),
    "vendi": ("diversity (Vendi)", 0.6, np.inf),
    "verbatim": ("longest verbatim run, s, median", 0.0, 0.25),
    "free": ("the same at variation 1, longest of all", 0.0, 0.5),
    "peak": ("true peak, dBTP, highest", -np.inf, -1.0),
    "offset": ("constant part, share of the peak, highest", 0.0, 0.001),
}


def passed(session: Session, folder: Path) -> dict[str, float]:
    """The figures of takes of a loaded model against the recordings that it learnt from.

    Each take is as long as one of the recordings, or the second that is compared: a second with
    five strokes in it has no like among recordings of one, however true each of them is.
    """
    recordings = [loaded(path) for path in sounds(folder)]
    space = Space.of(*_described([mono[: round(LONGEST * RATE)] for mono in recordings]))
    lengths = np.clip([len(mono) / RATE for mono in recordings], SHORTEST, LONGEST).tolist()
    takes = _taken(session, lengths * TAKES)
    found = likeness(space, *_described([mono for mono, _ in takes]))
    session.move({"variation": 1.0})
    free = _taken(session, lengths)
    session.move({"variation": session.controls["variation"].rest})
    return {
        **found,
        "verbatim": statistics.median(_verbatim(recipe) for _, recipe in takes),
        "free": max(_verbatim(recipe) for _, recipe in free),
        "peak": max(_peak(mono) for mono, _ in takes),
        "offset": max(_offset(mono) for mono, _ in takes),
    }


def _taken(session: Session, lengths: Sequence[float]) -> list[tuple[np.ndarray, Any]]:
    """Takes of so many seconds, each of another seed, with their recipes."""
    made = []
    for number, length in enumerate(lengths):
        take = session.make(length, FIRST + number)
        made.append((take.audio().samples.mean(axis=0).astype(np.float64), take.recipe))
    return made


def _described(sounds_: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The seconds of all sounds (N, F), and the number of the sound that each is of."""
    each = [seconds(mono) for mono in sounds_]
    return np.concatenate(each), np.repeat(np.arange(len(each)), [len(rows) for rows in each])


def _verbatim(recipe: Any) -> float:
    return float(recipe["provenance"]["longest_verbatim"])


def _peak(mono: np.ndarray) -> float:
    return float(20 * np.log10(np.abs(signal.resample_poly(mono, 4, 1)).max() + 1e-12))


def _offset(mono: np.ndarray) -> float:
    """The mean over the peak, under a window, so that periods cut at the ends do not count."""
    mean = np.average(mono, weights=np.hanning(len(mono)))
    return float(abs(mean) / (np.abs(mono).max() + 1e-12))


def report(results: Sequence[dict[str, Any]]) -> str:
    """A row for each figure with its bar, a column for each folder, what misses in bold."""
    whole = [result for result in results if "broken" not in result]
    heads = " | ".join(result["folder"] for result in whole)
    lines = [f"| | bar | {heads} |", "| --- | --- |" + " ---: |" * len(whole)]
    for name, (words, least, most) in BARS.items():
        cells = [_cell(result["gate"][name], least, most) for result in whole]
        lines.append(f"| {words} | {_bar(least, most)} | {' | '.join(cells)} |")
    broken = [f"{r['folder']} was not measured: {r['broken']}" for r in results if "broken" in r]
    return "\n\n".join(["\n".join(lines), *broken]) + "\n"


def _cell(value: float, least: float, most: float) -> str:
    text = f"{value:.2g}" if abs(value) < 0.1 else f"{value:.2f}"
    return text if least <= value <= most else f"**{text}**"


def _bar(least: float, most: float) -> str:
    if most == np.inf:
        return f"at least {least:g}"
    return f"{least:g} to {most:g}" if least > 0 else f"at most {most:g}"
