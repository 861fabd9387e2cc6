"""``python -m tests.bench.pictures FOLDER...``: spectrograms of a source and what becomes of it."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from tests.bench.distance import HOP, RATE, loaded, power
from tests.bench.folders import ROOT, sounds
from tests.bench.tool import TIMBREL, Tool

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PLACE = ROOT / "docs" / "images"
FFT = 4096
RANGE_DB = 90
LOW, HIGH = 40, 20000


def decibels(sound: np.ndarray) -> np.ndarray:
    """A spectrogram in dB re a full-scale sine, shape (2049, times)."""
    full = (FFT / 4) ** 2  # a sine of amplitude 1 through a Hann window
    return 10 * np.log10(np.maximum(power(sound, FFT).T, 1e-12) / full)


def drawn(parts: dict[str, np.ndarray], path: Path) -> None:
    """One picture of several sounds, by title, one above another on the same scales."""
    seconds = max(len(sound) for sound in parts.values()) / RATE
    pictures = {title: decibels(sound) for title, sound in parts.items()}
    top = max(picture.max() for picture in pictures.values())
    figure = Figure(figsize=(9, 2.6 * len(parts) + 0.4), layout="constrained")
    rows = np.atleast_1d(figure.subplots(len(parts), sharex=True, sharey=True))
    mesh: Any = None
    for axes, (title, picture) in zip(rows, pictures.items(), strict=True):
        mesh = _panel(axes, title, picture, float(top))
    rows[-1].set(xlabel="time, s", xlim=(0, seconds))
    figure.colorbar(mesh, ax=list(rows), label="dB re full scale", pad=0.01)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _panel(axes: Axes, title: str, picture: np.ndarray, top: float) -> Any:
    times = np.arange(picture.shape[1]) * HOP / RATE
    bins = np.fft.rfftfreq(FFT, 1 / RATE)
    axes.set_facecolor(mpl.colormaps["magma"](0.0))  # after the end there is silence
    axes.set(title=title, ylabel="frequency, Hz", yscale="log", ylim=(LOW, HIGH))
    axes.set_yticks([50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000], minor=False)
    axes.yaxis.set_major_formatter("{x:.0f}")
    axes.minorticks_off()
    scale = {"vmin": top - RANGE_DB, "vmax": top, "cmap": "magma"}
    return axes.pcolormesh(
        times, bins[1:], picture[1:], shading="nearest", rasterized=True, **scale
    )


def shown(folder: Path) -> Path:
    """The file to show: the longest of up to four seconds, or the shortest if all are longer."""
    lengths = {path: len(loaded(path)) / RATE for path in sounds(folder)}
    short = [path for path, seconds in lengths.items() if seconds <= 4]
    return max(short, key=lengths.__getitem__) if short else min(lengths, key=lengths.__getitem__)


def pictured(folder: Path, minutes: float, tool: Tool, work: Path) -> dict[str, np.ndarray]:
    """A model trained on the folder: its source, round trip and free render, by title."""
    source, trip, free = shown(folder), work / "trip.wav", work / "free.wav"
    tool.train(folder, "picture", minutes)
    tool.transform("picture", source, trip)
    heard = loaded(source)
    tool.generate("picture", max(4.0, len(heard) / RATE), free)
    return {
        f"A recording it was trained on ({source.name})": heard,
        "The same, played by the model": loaded(trip),
        "A free render of the model": loaded(free),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pictures", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--minutes", type=float, default=1.5, help="of each training (1.5)")
    wish = parser.parse_args()
    for folder in wish.folders:
        with tempfile.TemporaryDirectory(prefix="bench") as place:
            work = Path(place)
            tool = Tool("timbrel", TIMBREL, work / "home")
            path = PLACE / f"engine-{folder.resolve().name}.png"
            drawn(pictured(folder, wish.minutes, tool, work), path)
            print(path)


if __name__ == "__main__":
    main()
