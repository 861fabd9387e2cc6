"""Draw the map of a dataset's sounds."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED = 40  # sounds up to which each has its name beside it
LONGEST = 24


def chart(points: np.ndarray, names: Sequence[str], brightness: Sequence[float]) -> bytes:
    """A PNG of points (N, 2) within -1..1; colours go with brightness in Hz, dark to bright."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 8), dpi=100)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(-1.15, 1.15), ylim=(-1.15, 1.15))
    axes.set_axis_off()
    colours = np.log2(np.maximum(brightness, 1.0))
    axes.scatter(points[:, 0], points[:, 1], c=colours, cmap="viridis", s=36, linewidths=0)
    if len(names) <= NAMED:
        for (x, y), name in zip(points, names, strict=True):
            side, ha = (5, "left") if x < 0.5 else (-5, "right")
            place = {"xytext": (side, 3), "textcoords": "offset points", "ha": ha}
            axes.annotate(label(name), (x, y), parse_math=False, fontsize=8, **place)
    file = io.BytesIO()
    canvas.print_png(file)
    return file.getvalue()


def label(name: str) -> str:
    """The end of a name, with a box for what the font cannot write."""
    from matplotlib import font_manager

    font = font_manager.get_font(font_manager.findfont("DejaVu Sans"))
    short = name if len(name) <= LONGEST else f"...{name[3 - LONGEST :]}"
    return "".join(char if font.get_char_index(ord(char)) else "\u25a1" for char in short)
