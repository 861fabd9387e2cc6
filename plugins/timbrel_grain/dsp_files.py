"""A grain model as files: weights and tables in safetensors, recordings in FLAC, facts in JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors.numpy import load_file, save_file

from timbrel import Problem
from timbrel_grain import dsp_analysis as analysis
from timbrel_grain import dsp_book as book
from timbrel_grain import dsp_map
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_bounds import bounded
from timbrel_grain.dsp_catalog import Catalogue, catalogue
from timbrel_grain.dsp_controller import Controller
from timbrel_grain.dsp_page import page
from timbrel_grain.dsp_store import Piece, Projection, Store, projection
from timbrel_grain.dsp_thin import thinned
from timbrel_grain.dsp_voice import Ensemble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from mmap import mmap
    from pathlib import Path

    from timbrel import offers
    from timbrel_grain.dsp_scaling import Scaling

EDITION = 1
TENSORS, FACTS = "model.safetensors", "model.json"
LEAST = 6e5  # bytes of recordings without which nothing would be left to play
TOLD = 9000  # bytes that the tables take for a second: features, latents, conditions


def write(
    folder: Path,
    clips: Sequence[offers.Clip],
    found: Sequence[analysis.Analysis],
    weights: Mapping[str, np.ndarray],
    scaling: Scaling,
    values: Mapping[str, float],
) -> None:
    """Write all that ``read`` needs; the recordings are thinned to the budget of megabytes."""
    fixed = 4.0 * sum(array.size for array in weights.values())
    budget = max(values["megabytes"] * 1e6 - fixed, LEAST)
    seconds = sum(a.samples for a in found) / spectrum.RATE
    bits = 24 if seconds * (book.price(clips, 24) + TOLD) <= budget else 16
    stretches = thinned(found, budget / (book.price(clips, bits) + TOLD))
    envelopes = [found[s.source].envelope[s.first : s.first + s.frames] for s in stretches]
    controller = Controller(weights, scaling.mean, scaling.scale)
    axes = projection(envelopes, scaling.floor)
    features = np.concatenate([axes.place(e) for e in envelopes])
    events = catalogue(envelopes, controller, scaling.floor)
    tensors = {
        **{f"controller.{name}": array for name, array in weights.items()},
        **events.arrays(),
        **_mapped(events),
        "mean": scaling.mean,
        "centre": scaling.centre,
        "width": scaling.width,
        "projection_mean": axes.mean,
        "projection_axes": axes.axes,
        "features": features.astype(np.float16),
    }
    contiguous = {name: np.ascontiguousarray(array) for name, array in tensors.items()}
    save_file(contiguous, folder / TENSORS)
    facts = {
        "edition": EDITION,
        "scale": scaling.scale,
        "floor": scaling.floor,
        "sources": [{"name": a.name, "digest": a.digest} for a in found],
        "pieces": book.record(folder, clips, found, stretches, bits),
    }
    (folder / FACTS).write_text(json.dumps(facts, ensure_ascii=True))


def read(folder: Path) -> Ensemble:
    """The ensemble that ``write`` wrote; the recordings are read as they are needed."""
    facts = json.loads((folder / FACTS).read_text())
    if facts.get("edition") != EDITION:
        raise Problem("The model was made by another version of Timbrel.", "Train it again.")
    tensors = load_file(folder / TENSORS)
    bounded(facts["pieces"], tensors)
    prefix = "controller."
    weights = {n[len(prefix) :]: a for n, a in tensors.items() if n.startswith(prefix)}
    pages = {n: page(folder / book.named(n)) for n in {p["channels"] for p in facts["pieces"]}}
    pieces = [_piece(pages[place["channels"]], place) for place in facts["pieces"]]
    return Ensemble(
        controller=Controller(weights, tensors["mean"], facts["scale"]),
        catalogue=Catalogue.from_arrays(tensors),
        store=Store(pieces, tensors["features"].astype(np.float32)),
        projection=Projection(
            tensors["projection_mean"], tensors["projection_axes"], facts["floor"]
        ),
        centre=tensors["centre"],
        width=tensors["width"],
        floor=facts["floor"],
        channels=max(place["channels"] for place in facts["pieces"]),
        sources=tuple(source["name"] for source in facts["sources"]),
        plane=_plane(tensors),
    )


def _mapped(events: Catalogue) -> dict[str, np.ndarray]:
    # Of the numbers as they will be read again: the places are those that would be found then.
    plane = dsp_map.plane(Catalogue.from_arrays(events.arrays()))
    return {"map_points": plane.points, "map_grain": np.array([plane.grain])}


def _plane(tensors: Mapping[str, np.ndarray]) -> dsp_map.Plane | None:
    """The map, if the model was written with one."""
    if "map_points" not in tensors:
        return None
    return dsp_map.Plane(tensors["map_points"], float(tensors["map_grain"][0]))


def _piece(held: mmap, place: Mapping[str, Any]) -> Piece:
    sound = book.Recording(held, place)
    return Piece(
        place["source"],
        place["first"],
        place["frames"],
        place["start"],
        lambda: sound.samples,
        place["samples"],
    )
