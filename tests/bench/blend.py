"""``python -m tests.bench.blend HOME MODEL MODEL...``: how evenly blends go to the other end.

Takes of every pair at five shares, of one seed, so that their moments stand side by side; how far
each is from the takes of either model alone, in mel dB as everywhere in the bench. ``--ranks``
compares what each band does in all, in no order, as strangers' takes would have to be.
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import librosa
import numpy as np
from tests.bench.distance import FFT, HOP, RANGE_DB, RATE, mel_db

from timbrel import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from timbrel import Session

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
SECONDS, SEEDS = 10.0, (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Plan:
    """Seconds of each take, seeds, and how far two takes are apart."""

    seconds: float = SECONDS
    seeds: Sequence[int] = SEEDS
    distance: Callable[[np.ndarray, np.ndarray], float] = mel_db


def ranked_db(source: np.ndarray, render: np.ndarray) -> float:
    """Mean difference in dB of what the mel bands do, the moments of each by their level."""
    return float(np.abs(_ranks(source) - _ranks(render)).mean())


def _ranks(mono: np.ndarray) -> np.ndarray:
    power = librosa.feature.melspectrogram(y=mono, sr=RATE, n_fft=FFT, hop_length=HOP)
    decibels = 10 * np.log10(power + 1e-9)
    return np.sort(np.maximum(decibels, decibels.max() - RANGE_DB), axis=1)


def way(session: Session, pair: tuple[str, str], plan: Plan, seed: int) -> np.ndarray:
    """How far the takes at all shares are from either end, (2, shares) in dB."""
    heard = []
    for share in SHARES:
        session.load(f"{pair[0]}:{1 - share}+{pair[1]}:{share}")
        samples = session.make(plan.seconds, seed).audio().samples
        heard.append(samples.mean(axis=0).astype(np.float64))
    return np.array([[plan.distance(end, take) for take in heard] for end in (heard[0], heard[-1])])


def backwards(apart: np.ndarray) -> float:
    """The greatest step in dB that goes back towards the end it comes from; 0 if none does."""
    return float(max(-np.diff(apart[0]).min(), np.diff(apart[1]).max(), 0.0))


def ways(session: Session, models: Sequence[str], plan: Plan) -> Iterator[tuple[str, float]]:
    """By pair and seed the way in words, and its greatest step back."""
    for pair in itertools.combinations(models, 2):
        for seed in plan.seeds:
            apart = way(session, pair, plan, seed)
            courses = " | ".join(" ".join(f"{d:4.1f}" for d in row) for row in apart)
            back = backwards(apart)
            yield f"{' and '.join(pair):16} seed {seed:3}: {courses}", back


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--ranks", action="store_true")
    wish = parser.parse_args()
    plan = Plan(wish.seconds, tuple(wish.seeds), ranked_db if wish.ranks else mel_db)
    session, count, good = start(home=wish.home).new_session(), 0, 0
    for words, back in ways(session, wish.models, plan):
        count, good = count + 1, good + (back == 0)
        print(words, f"  back by {back:.2f} dB" if back else "", flush=True)
    print(f"{good} of {count} takes go all the way without a step back.")


if __name__ == "__main__":
    main()
