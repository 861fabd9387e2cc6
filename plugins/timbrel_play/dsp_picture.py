"""The map of a model as a picture."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMED = 60  # sounds that have their names beside them


def picture(places: Sequence[Mapping[str, Any]], title: str) -> bytes:
    """A PNG of the places, a colour for each recording; large dots are long sounds."""
    names = list(dict.fromkeys(place["source"] for place in places))
    xy = np.array([(place["x"], place["y"]) for place in places])
    colours = [names.index(place["source"]) for place in places]
    sizes = [20 + 30 * place.get("seconds", 0.0) for place in places]
    figure = Figure(figsize=(8, 8), layout="constrained")
    canvas, axes = FigureCanvasAgg(figure), figure.add_subplot()
    axes.scatter(xy[:, 0], xy[:, 1], c=colours, s=sizes, cmap="turbo", alpha=0.7)
    step = max(1, -(-len(places) // NAMED))
    for (x, y), place in list(zip(xy, places, strict=True))[::step]:
        words = place["source"].replace("$", r"\$")  # or matplotlib reads it as a formula
        axes.annotate(words, (x, y), fontsize=6, xytext=(4, 4), textcoords="offset points")
    axes.set(xlim=(-0.05, 1.05), ylim=(-0.05, 1.05), title=title.replace("$", r"\$"))
    buffer = io.BytesIO()
    canvas.print_png(buffer)
    return buffer.getvalue()
