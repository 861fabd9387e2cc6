"""``python -m tests.bench.clicks FOLDER``: ten minutes of knobs at random, searched for clicks."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import signal
from tests.bench.attributes import ATTRIBUTES
from tests.bench.distance import RATE
from tests.bench.knobs import learnt

from timbrel import offers
from timbrel_export.dsp_click import Clicks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel import Audio, Control, Session

PIECE = 10.0  # seconds that are searched at a time
SIDE = 51  # samples on either side whose medians a click stands out of
TIMES, SHARE = 25.0, 0.15  # of that median, and of the piece's peak
SHORTEST, LONGEST = 0.2, 4.0  # seconds from one place of a knob to the next


def clicks(mono: np.ndarray) -> int:
    """How many samples bend as nothing on either side does: second differences that stand out.

    An onset is none: it goes on as it begins.
    """
    bends = np.asarray(np.abs(np.diff(mono, 2)))
    middles, aside = np.pad(signal.medfilt(bends, SIDE), SIDE), SIDE // 2 + 1
    before, after = (middles[SIDE + way :][: len(bends)] for way in (-aside, aside))
    usual = np.maximum(before, after)
    peak = float(np.abs(mono).max(initial=0.0))
    return int((bends > np.maximum(TIMES * usual, SHARE * max(peak, 1e-3))).sum())


def wandering(
    controls: Mapping[str, Control], seconds: float, rng: np.random.Generator
) -> offers.Motion:
    """Every knob on a way of its own, by lines from place to place, half of them jumps."""
    ways = {name: _way(control, seconds, rng) for name, control in controls.items()}
    return offers.Motion(lambda now: {name: _at(way, now) for name, way in ways.items()})


def _way(control: Control, seconds: float, rng: np.random.Generator) -> np.ndarray:
    """Times, places, and whether one jumps there: (3, n)."""
    times = np.cumsum(rng.uniform(SHORTEST, LONGEST, round(2 * seconds / LONGEST) + 2))
    places = rng.uniform(control.low, control.high, len(times))
    return np.stack([times, places, rng.random(len(times)) < 0.5])


def _at(way: np.ndarray, now: float) -> float:
    times, places, jumps = way
    after = int(np.searchsorted(times, now))
    if after in (0, len(times)):
        return float(places[min(after, len(times) - 1)])
    if jumps[after]:
        return float(places[after - 1])
    return float(np.interp(now, times, places))


def counted(blocks: Iterator[Audio]) -> tuple[int, int]:
    """The clicks of a take, by this and by the meter of recipes; it is never whole in memory."""
    found, held, meter = 0, np.zeros(0), None
    for block in blocks:
        meter = meter or Clicks(len(block.samples))
        meter.feed(block.samples.T)
        held = np.concatenate([held, block.samples.mean(axis=0)])
        if len(held) >= PIECE * RATE:
            found, held = found + clicks(held), held[-2 * SIDE :]
    return found + clicks(held), meter.count if meter else 0


Counts = tuple[int, int]


def searched(session: Session, seconds: float, seed: int) -> tuple[Counts, Counts]:
    """Clicks with every knob moving at random, and with all of them at rest."""
    knobs = {n: c for n, c in session.controls.items() if n in ATTRIBUTES}
    motion = wandering(knobs, seconds, np.random.default_rng(seed))
    moving = counted(session.make(seconds, seed, motion).play())
    return moving, counted(session.make(seconds, seed).play())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.clicks", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--home", type=Path, help="of a model named as the folder is")
    parser.add_argument("--minutes", type=float, default=1.5, help="of training (1.5)")
    parser.add_argument("--seconds", type=float, default=600.0, help="of each render (600)")
    wish = parser.parse_args()
    folder = wish.folder.resolve()
    with tempfile.TemporaryDirectory(prefix="bench") as work:
        session = learnt(folder.name, folder, wish.home or Path(work), wish.minutes, print)
        moving, still = searched(session, wish.seconds, 7)
    print(f"{wish.seconds:g} s, by the bench and by the meter of recipes:")
    print(f"{moving} clicks with the knobs moving, {still} with them at rest")


if __name__ == "__main__":
    main()
