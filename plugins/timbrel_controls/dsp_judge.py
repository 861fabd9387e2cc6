"""What was heard of each control, judged: its curve, its reach, its leaks and its safe zone."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from timbrel_controls import dsp_fit as fit
from timbrel_controls import dsp_zone as zone
from timbrel_controls.dsp_hear import BESIDE
from timbrel_controls.words import doubted, outdone, unsteady, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from timbrel_controls.dsp_learn import Turned
    from timbrel_controls.dsp_near import Neighbourhood

LEAST = 0.5  # SD of the corpus that a knob moves its measure by, or else it is inert
WAVERS = 0.5  # Spearman correlation below which one side of rest does
STEADY = 0.75  # Spearman correlation below which it moves in no direction
EDITION = 1  # of what the card keeps

# What is hardly heard, in the unit of each measure: no corpus is taken to vary by less.
SMALLEST = {
    "brightness": 0.5,
    "warmth": 1.0,
    "roughness": 0.03,
    "texture": 0.04,
    "tension": 0.1,
    "density": 0.5,
    "pulse": 0.08,
    "rhythm": 0.08,
    "space": 0.2,
}

Varied = dict[str, dict[str, float]]


def judged(
    turned: Sequence[Turned], names: list[str], varied: Varied, nearby: Neighbourhood | None
) -> dict[str, Any]:
    """For the card, in numbers that JSON has: nan becomes None."""
    limits = {"green": nearby.green, "amber": nearby.amber} if nearby else {}
    return {
        "edition": EDITION,
        "corpus": {name: _plain(facts) for name, facts in varied.items() if BESIDE not in name},
        "distance": _plain(limits),
        "knobs": {each.control.name: _knob(each, names, varied, nearby) for each in turned},
    }


def _knob(
    turned: Turned, names: list[str], varied: Varied, nearby: Neighbourhood | None
) -> dict[str, Any]:
    own, column = turned.control, names.index(turned.control.name)
    sd = varied[own.name]["sd"]
    turned = _alive(turned, names, varied)
    measured = turned.measures[:, :, column]
    found = fit.correlations(turned.inner, measured)
    travel = fit.travel(turned.inner, measured)
    reach = abs(travel) / sd
    inert = _inert(own.name, measured, travel, sd, found)
    if not inert and not abs(_agreed(turned, names, varied)) >= LEAST:
        inert = doubted(own.name)
    facts = {
        "inner": [own.low, own.rest, own.high],
        "inert": inert,
        "travel": reach,
        "correlation": float(np.abs(found.mean())),
        "worst": float((found * np.sign(found.sum())).min()),
        "leak": {} if inert else _leaks(turned, names, varied, reach),
    }
    if not math.isfinite(reach) or inert:
        way = fit.straight(own.low, own.rest, own.high)
        facts |= {"safe": None, "knots": way.knots.tolist(), "pieces": way.pieces.tolist()}
        return {**_plain(facts), "points": _points(turned, measured, way)}
    way = fit.even(turned.inner, measured, own.rest)
    return {**_plain(facts), **_painted(turned, measured, sd, way, nearby)}


def _alive(turned: Turned, names: list[str], varied: Varied) -> Turned:
    """Without the side of rest on which nothing is heard of it, if on the other there is.

    Nor the side on which it goes the wrong way, by less than it goes the right one.
    """
    inner, rest = turned.inner, turned.control.rest
    sides = [_part(turned, side) for side in (inner <= rest, inner >= rest) if side.sum() > 1]
    moved = [_agreed(side, names, varied) for side in sides]
    least, most = min(moved, key=abs), max(moved, key=abs)
    if len(sides) < 2 or abs(most) < LEAST or (least and least * most > 0):
        return turned
    return sides[moved.index(most)]


def _part(turned: Turned, side: np.ndarray) -> Turned:
    windows = [w for w, kept in zip(turned.windows, side, strict=True) if kept]
    measures = turned.measures[:, side]
    return replace(turned, inner=turned.inner[side], measures=measures, windows=windows)


def _agreed(turned: Turned, names: list[str], varied: Varied) -> float:
    """The SD that its measure moves by, or the one beside it that moves least; 0 at odds."""
    own = turned.control.name
    moved = [
        _acts(turned.inner, turned.measures[:, :, n], varied[name]["sd"], SMALLEST.get(name, 0.0))
        for n, name in enumerate(names)
        if name.split(BESIDE)[0] == own
    ]
    return min(moved, key=abs) if min(moved) * max(moved) > 0 else 0.0


def _acts(inner: np.ndarray, measured: np.ndarray, sd: float, least: float) -> float:
    """How many SD of the corpus a measure rises or falls by; none where that goes to and fro.

    In the mean of the seeds: one that saturates wavers, and is heard nevertheless. Nor is less
    than ``least`` heard.
    """
    count = np.isfinite(measured).sum(axis=0, keepdims=True)
    mean = np.nansum(measured, axis=0, keepdims=True) / np.where(count, count, np.nan)
    steady = abs(float(fit.correlations(inner, mean).mean())) > WAVERS
    moved = fit.travel(inner, measured)
    heard = abs(moved) >= max(least, zone.DEAD * sd)
    return moved / sd if steady and heard else 0.0


def _painted(
    turned: Turned, measured: np.ndarray, sd: float, way: fit.Way, nearby: Neighbourhood | None
) -> dict[str, Any]:
    """The curve, with the zone of each of its points."""
    order = slice(None, None, -1) if fit.travel(turned.inner, measured) < 0 else slice(None)
    points = _points(turned, measured, way)
    facts = {"knots": way.knots.tolist(), "pieces": way.pieces.tolist(), "safe": None}
    if nearby is None:
        return {**facts, "points": points}
    distances = np.array([nearby.distance(each) for each in turned.windows])[order]
    mean = np.nanmean(measured, axis=0)[order]
    found = zone.zones(way, mean, sd, distances, (nearby.green, nearby.amber))
    points |= {"zone": found, "distance": [_number(d) for d in distances]}
    return {**facts, "safe": list(zone.stretch(way.knots, found)), "points": points}


def _points(turned: Turned, measured: np.ndarray, way: fit.Way) -> dict[str, Any]:
    """What was measured, by position of the knob from its least to its most."""
    falls = len(way.knots) == len(turned.inner) and fit.travel(turned.inner, measured) < 0
    order = slice(None, None, -1) if falls else slice(None)
    return {
        "inner": turned.inner[order].tolist(),
        "measured": [[_number(v) for v in row[order]] for row in measured],
        "fit": [_number(v) for v in fit.rising(turned.inner, measured)[order]],
    }


def _inert(name: str, measured: np.ndarray, travel: float, sd: float, found: np.ndarray) -> str:
    """The reason in words, or nothing where it acts."""
    if np.isfinite(measured).mean() < 0.5:
        return words(name).untold
    if abs(travel) < 2 * LEAST * SMALLEST.get(name, 1e-6):
        return words(name).still
    if abs(travel) < LEAST * sd:
        return outdone(name)
    return unsteady(name) if abs(found.mean()) < STEADY else ""


def _leaks(turned: Turned, names: list[str], varied: Varied, reach: float) -> dict[str, float]:
    """How far each other measure goes, in SD of the corpus, for each SD of the knob's own."""
    return {
        name: abs(fit.travel(turned.inner, turned.measures[:, :, n])) / varied[name]["sd"] / reach
        for n, name in enumerate(names)
        if name != turned.control.name and BESIDE not in name
    }


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _plain(fact) if isinstance(fact, dict) else _number(fact)
        for name, fact in facts.items()
    }


def _number(fact: Any) -> Any:
    if isinstance(fact, int | float | np.floating):
        return float(fact) if math.isfinite(fact) else None
    return fact
