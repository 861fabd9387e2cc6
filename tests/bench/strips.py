"""``python -m tests.bench.strips FOLDER``: what each knob does, as a strip of spectrograms."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from tests.bench.attributes import ATTRIBUTES
from tests.bench.distance import HOP, RATE, mel_bands, power
from tests.bench.knobs import learnt
from tests.bench.pictures import PLACE

if TYPE_CHECKING:
    from timbrel import Session

POSITIONS = 5
RANGE_DB = 70.0
SEED = 7

Strip = dict[float, np.ndarray]


def turned(session: Session, knob: str, seconds: float) -> Strip:
    """The same take (frames,) by position of a knob, all other knobs at rest."""
    control = session.controls[knob]
    found: Strip = {}
    for place in np.linspace(control.low, control.high, POSITIONS).tolist():
        session.move({knob: place})
        found[place] = session.make(seconds, SEED).audio().samples.mean(axis=0)
    session.move({knob: control.rest})
    return found


def drawn(strips: dict[str, Strip], notes: dict[str, str], path: Path) -> None:
    """One picture: a row for each knob, its positions side by side on one scale; PNG."""
    figure = Figure(figsize=(11, 1.35 * len(strips) + 0.3), layout="constrained")
    grid = figure.subplots(len(strips), POSITIONS, squeeze=False)
    for row, (knob, strip) in zip(grid, strips.items(), strict=True):
        pictures = [_mel(sound) for sound in strip.values()]
        top = max(float(picture.max()) for picture in pictures)
        for axes, place, picture in zip(row, strip, pictures, strict=True):
            scale = {"vmin": top - RANGE_DB, "vmax": top, "cmap": "magma"}
            axes.imshow(picture, origin="lower", aspect="auto", **scale)
            axes.set(xticks=[], yticks=[])
            axes.set_title(f"{place:+.1f}", fontsize=7, pad=2)
        row[0].set_ylabel(f"{knob}{notes.get(knob, '')}", fontsize=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=70, metadata={"Software": None})


def _mel(sound: np.ndarray) -> np.ndarray:
    """Levels (128, times) in dB, 20 ms or so apart."""
    bands = power(np.asarray(sound, np.float64)) @ mel_bands().T
    return 10 * np.log10(bands[:: max(1, round(0.02 * RATE / HOP))].T + 1e-9)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.strips", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--home", type=Path, help="of a model named as the folder is")
    parser.add_argument("--minutes", type=float, default=1.5, help="of training (1.5)")
    parser.add_argument("--seconds", type=float, default=4.0, help="of each take (4)")
    wish = parser.parse_args()
    folder = wish.folder.resolve()
    with tempfile.TemporaryDirectory(prefix="bench") as work:
        session = learnt(folder.name, folder, wish.home or Path(work), wish.minutes, print)
        knobs = {n: c for n, c in session.controls.items() if n in ATTRIBUTES}
        strips = {name: turned(session, name, wish.seconds) for name in knobs}
    notes = {name: "\n(inert)" for name, control in knobs.items() if control.inert}
    path = PLACE / f"knobs-{folder.name}.png"
    drawn(strips, notes, path)
    print(path)


if __name__ == "__main__":
    main()
