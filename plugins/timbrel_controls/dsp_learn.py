"""The calibration: each control turned and listened to, and what the knobs need to know of it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from timbrel import Job
from timbrel_controls import dsp_fit as fit
from timbrel_controls import dsp_hear as hear
from timbrel_controls.dsp_judge import SMALLEST, judged
from timbrel_controls.dsp_near import Neighbourhood

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timbrel import Control, offers

POSITIONS = 9
LONG = {"density": 8.0, "pulse": 8.0, "rhythm": 8.0, "space": 8.0}  # seconds: few do not tell
SEED, SEEDS = 11, 2  # the first, and how many takes of each position
MANY = {"pulse": 6, "density": 4, "tension": 4}  # of which one take differs much from another
WORKERS = 2
READ = 0.1  # share of the work that is to hear the corpus
HEARING = 16  # renders that take as long as it


@dataclass(frozen=True, slots=True)
class Turned:
    """A control heard at ``inner`` (P,): measures (seeds, P, D), and the seconds of each place."""

    control: Control
    inner: np.ndarray
    measures: np.ndarray
    windows: Sequence[np.ndarray]


def learnt(
    model: offers.Model,
    corpus: offers.Corpus,
    descriptors: Mapping[str, offers.Descriptor],
    job: Job,
) -> Mapping[str, Any]:
    """All that the card keeps of the knobs; nothing where the job is stopped or there are none."""
    known = hear.asked(descriptors)
    turning = _turning(model, known)
    if not turning:
        return {}
    # The order of additions, and so the last bit, must not depend on how many cores are free.
    with threadpool_limits(limits=1):
        job.advance(0.0, "measuring your sounds")
        clips = hear.recorded(corpus, known, job)
        turned = _turned(model, turning, known, job)
    if job.stopping or len(turned) < len(turning):
        return {}
    return judged(turned, list(known), _varied(clips, list(known)), _nearby(clips))


def estimated(model: offers.Model, descriptors: Mapping[str, offers.Descriptor]) -> float:
    """Seconds that ``learnt`` would take, by as many renders as there are controls."""
    known, job = hear.asked(descriptors), Job("estimate")
    turning = _turning(model, known)
    if not turning:
        return 0.0
    values = {own.name: own.rest for own in model.controls}
    asked = [(o.name, (o.rest + o.high) / 2, SEED, _seconds(o.name)) for o in turning]
    takes = sum(len(_seeds(own.name)) for own in turning) * (POSITIONS - 1)
    with threadpool_limits(limits=1), ThreadPoolExecutor(WORKERS) as crew:
        play = partial(_played, model, values, known, job)
        play("", 0.0, SEED, hear.SECONDS)  # what is read or made once for all
        began = time.monotonic()
        list(crew.map(lambda each: play(*each), asked))
        each = (time.monotonic() - began) / len(asked)
    return each * (SEEDS + takes + HEARING)


def _turning(model: offers.Model, descriptors: hear.Descriptors) -> list[Control]:
    return [own for own in model.controls if own.name in descriptors and own.low < own.high]


def _turned(
    model: offers.Model,
    turning: Sequence[Control],
    descriptors: hear.Descriptors,
    job: Job,
) -> list[Turned]:
    """Every control at its positions; at rest they are all the same sound, rendered once."""
    values = {own.name: own.rest for own in model.controls}
    found: list[Turned] = []
    with ThreadPoolExecutor(WORKERS) as crew:
        play = partial(_played, model, values, descriptors, job)
        shared = ((_seconds(own.name), seed) for own in turning for seed in _seeds(own.name))
        still = [("", 0.0, seed, span) for span, seed in sorted(set(shared))]
        rest = dict(zip(still, crew.map(lambda each: play(*each), still), strict=True))
        for done, own in enumerate(turning):
            part = READ + (1 - READ) * done / len(turning)
            if not job.advance(part, f"measuring the knobs: {own.name}"):
                break
            inner = fit.settings(own.low, own.rest, own.high, POSITIONS)
            span = _seconds(own.name)
            asked = [
                (own.name, v, seed, span) if v != own.rest else ("", 0.0, seed, span)
                for seed in _seeds(own.name)
                for v in inner.tolist()
            ]
            moved = [each for each in asked if each not in rest]
            heard = rest | dict(zip(moved, crew.map(lambda each: play(*each), moved), strict=True))
            row = [heard[one] for one in asked]
            rows = [row[n * POSITIONS : (n + 1) * POSITIONS] for n in range(len(row) // POSITIONS)]
            if all(each is not None for row in rows for each in row):
                found.append(_gathered(own, inner, rows))
    return found


def _seconds(name: str) -> float:
    """How long a control must be heard: three strokes tell no beat, one drone no attacks."""
    return LONG.get(name, hear.SECONDS)


def _seeds(name: str) -> range:
    return range(SEED, SEED + MANY.get(name, SEEDS))


def _played(
    model: offers.Model,
    values: Mapping[str, float],
    descriptors: hear.Descriptors,
    job: Job,
    name: str,
    value: float,
    seed: int,
    seconds: float,
) -> hear.Heard | None:
    """One render, with one control moved if any; None once the job is stopped."""
    if job.stopping:
        return None
    moved = {**values, name: value} if name else values
    return hear.rendered(model, moved, seed, descriptors, seconds)


def _gathered(own: Control, inner: np.ndarray, rows: list[list[Any]]) -> Turned:
    measures = np.array([[each.measures for each in row] for row in rows])
    windows = [np.concatenate([row[n].windows for row in rows]) for n in range(len(inner))]
    return Turned(own, inner, measures, windows)


def _varied(clips: list[list[hear.Heard]], names: list[str]) -> dict[str, dict[str, float]]:
    """How each measure varies over the corpus: sd, median, 5th and 95th percentile."""
    found: dict[str, dict[str, float]] = {}
    measures = np.array([piece.measures for clip in clips for piece in clip])
    measures = measures.reshape(-1, len(names))
    for column, name in enumerate(names):
        told = measures[:, column][np.isfinite(measures[:, column])]
        least = SMALLEST.get(name, 1e-6)
        low, median, high = np.percentile(told, [5, 50, 95]) if told.size else [np.nan] * 3
        sd = max(float(told.std()), least) if told.size else least
        found[name] = {"sd": sd, "low": low, "median": median, "high": high}
    return found


def _nearby(clips: list[list[hear.Heard]]) -> Neighbourhood | None:
    windows = [np.concatenate([piece.windows for piece in clip]) for clip in clips]
    return Neighbourhood.of([each for each in windows if len(each)])
