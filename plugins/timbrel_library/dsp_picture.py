"""The picture of a model's knobs: a curve for each, and what it moves along."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

COLUMNS = 3
PAINT = {"green": "#cfe8cf", "amber": "#fbe3b5", "red": "#f4c4c0"}
LINE, DOTS, GREY = "#1d4e79", "#6b8fb0", "#9a9a9a"
DARKEST = 1.5  # SD for each of the knob's own, that the matrix shows as its darkest

Facts = dict[str, Any]


def drawn(name: str, facts: Facts, units: dict[str, str], path: Path) -> None:
    """Write a PNG: ``facts`` are what the card keeps of the knobs, ``units`` by measure."""
    knobs: dict[str, Facts] = facts["knobs"]
    rows = -(-len(knobs) // COLUMNS)
    figure = Figure(figsize=(15, 2.7 * rows + 0.6), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(f"The knobs of '{name}'", fontsize=13)
    left, right = figure.subfigures(1, 2, squeeze=False, width_ratios=[2.1, 1])[0]
    places = left.subplots(rows, COLUMNS, squeeze=False).flat
    for place, (knob, each) in zip(places, knobs.items(), strict=False):
        _curve(place, knob, each, units.get(knob, ""))
    for place in list(places)[len(knobs) :]:
        place.axis("off")
    _matrix(right.subplots(), knobs)
    figure.savefig(path, format="png")


def _curve(place: Axes, name: str, knob: Facts, unit: str) -> None:
    """What was measured against the position of the knob, on the colours of its zones."""
    points = knob["points"]
    knots = np.array(knob["knots"], float)
    inert = len(knots) != len(points["fit"])
    at = np.interp(points["inner"], *_bounds(knob)) if inert else knots
    for seed in points["measured"]:
        place.plot(at, _floats(seed), "o", ms=3, color=GREY if inert else DOTS)
    place.plot(at, _floats(points["fit"]), color=GREY if inert else LINE, lw=1.8)
    for low, high, zone in _spans(knots, points.get("zone", [])):
        place.axvspan(low, high, color=PAINT[zone], lw=0, zorder=0)
    place.set_xlim(at[0], at[-1])
    place.set_xticks(np.linspace(at[0], at[-1], 5))
    place.set_title(name, fontsize=10, color=GREY if inert else "black", loc="left")
    place.set_ylabel(unit, fontsize=8)
    place.tick_params(labelsize=7)
    _note(place, knob)


def _note(place: Axes, knob: Facts) -> None:
    if knob["inert"]:
        words = textwrap.fill(f"inert: {knob['inert']}", 34)
        style = {"ha": "center", "va": "center", "fontsize": 8, "color": "#555555"}
        back = {"facecolor": "#f0f0f0", "edgecolor": "none", "alpha": 0.85}
        place.text(0.5, 0.5, words, transform=place.transAxes, bbox=back, **style)
        place.set_facecolor("#f0f0f0")
    else:
        words = f"{knob['travel']:.1f} SD, correlation {knob['correlation']:.2f}"
        place.set_title(words, fontsize=8, loc="right", color="#555555")


def _bounds(knob: Facts) -> tuple[list[float], list[float]]:
    """The inner settings at the ends and at rest, and the positions of the knob there."""
    low, rest, high = knob["inner"]
    pairs = [(v, k) for v, k in ((low, -1.0), (rest, 0.0), (high, 1.0)) if k == 0 or v != rest]
    return [v for v, _ in pairs], [k for _, k in pairs]


def _spans(knots: np.ndarray, zones: list[str]) -> list[tuple[float, float, str]]:
    """Each zone from half way to the knot before to half way to the one after."""
    if not zones:
        return []
    middles = (knots[1:] + knots[:-1]) / 2
    edges = np.concatenate([knots[:1], middles, knots[-1:]])
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), zones, strict=True))


def _matrix(place: Axes, knobs: dict[str, Facts]) -> None:
    """What else moves, in SD for each SD of the knob's own: a row for each knob that acts."""
    acting = {name: knob["leak"] for name, knob in knobs.items() if not knob["inert"]}
    others = list(dict.fromkeys([*knobs, *(name for leak in acting.values() for name in leak)]))
    if not acting:
        place.axis("off")
        return
    values = np.array([_floats([leak.get(n) for n in others]) for leak in acting.values()])
    place.imshow(np.nan_to_num(values), cmap="Purples", vmin=0, vmax=DARKEST, aspect="auto")
    for row, column in np.ndindex(values.shape):
        if np.isfinite(values[row, column]):
            ink = "white" if values[row, column] > 0.6 * DARKEST else "black"
            style = {"ha": "center", "va": "center", "fontsize": 7, "color": ink}
            place.text(column, row, f"{values[row, column]:.1f}", **style)
    place.set_xticks(range(len(others)), others, rotation=60, ha="right", fontsize=8)
    place.set_yticks(range(len(acting)), list(acting), fontsize=8)
    place.set_title("what a knob moves along, for each step of its own", fontsize=9)


def _floats(values: list[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], float)
