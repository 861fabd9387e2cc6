"""A grain model as files: weights and tables in safetensors, recordings in FLAC, facts in JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile
from safetensors.numpy import load_file, save_file

from timbrel import Problem
from timbrel_grain import dsp_analysis as analysis
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_catalog import Catalogue, catalogue
from timbrel_grain.dsp_controller import Controller
from timbrel_grain.dsp_store import Piece, Projection, Store, projection
from timbrel_grain.dsp_thin import thinned
from timbrel_grain.dsp_voice import Ensemble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from timbrel import offers
    from timbrel_grain.dsp_scaling import Scaling
    from timbrel_grain.dsp_thin import Stretch

EDITION = 1
TENSORS, FACTS = "model.safetensors", "model.json"
FINE = 100_000  # bytes that a second of one channel takes as FLAC of 24 bits; of 16 about 60 %


def write(
    folder: Path,
    clips: Sequence[offers.Clip],
    found: Sequence[analysis.Analysis],
    weights: Mapping[str, np.ndarray],
    scaling: Scaling,
    values: Mapping[str, float],
) -> None:
    """Write all that ``read`` needs; the recordings are thinned to the budget of megabytes."""
    budget = values["megabytes"] * 1e6 * 0.9
    seconds = sum(a.samples for a in found) / spectrum.RATE * max(c.channels for c in clips)
    bits = 24 if seconds * FINE <= budget else 16
    rate = FINE if bits == 24 else 0.62 * FINE
    stretches = thinned(found, budget / rate / max(c.channels for c in clips))
    envelopes = [found[s.source].envelope[s.first : s.first + s.frames] for s in stretches]
    controller = Controller(weights, scaling.mean, scaling.scale)
    axes = projection(envelopes, scaling.floor)
    features = np.concatenate([axes.place(e) for e in envelopes])
    events = catalogue(envelopes, controller, scaling.floor)
    tensors = {
        **{f"controller.{name}": array for name, array in weights.items()},
        **events.arrays(),
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
        "pieces": _record(folder, clips, found, stretches, bits),
    }
    (folder / FACTS).write_text(json.dumps(facts, ensure_ascii=True))


def _record(
    folder: Path,
    clips: Sequence[offers.Clip],
    found: Sequence[analysis.Analysis],
    stretches: Sequence[Stretch],
    bits: int,
) -> list[dict[str, Any]]:
    """Write the stretches end to end into a FLAC of each number of channels, and say where.

    Each is raised to full scale and its gain noted, so that no bit is wasted on a quiet one.
    """
    places: list[dict[str, Any]] = []
    ends: dict[int, int] = {}
    books: dict[int, soundfile.SoundFile] = {}
    for stretch in stretches:
        clip = clips[stretch.source]
        start = max((stretch.first - 1) * spectrum.HOP - spectrum.SIZE // 2, 0)
        end = (stretch.first + stretch.frames - 2) * spectrum.HOP + spectrum.SIZE // 2
        sound = clip.read().samples[:, start:end] - found[stretch.source].offset
        channels, samples = sound.shape
        if channels not in books:
            subtype = f"PCM_{bits}"
            path = folder / _book(channels)
            books[channels] = soundfile.SoundFile(path, "w", spectrum.RATE, channels, subtype)
        gain = float(max(np.abs(sound).max(initial=0), 1e-6)) * 1.0001
        for block in range(0, samples, 65536):
            books[channels].write((sound[:, block : block + 65536] / gain).T)
        begin = ends.get(channels, 0)
        ends[channels] = begin + samples
        places.append(
            {
                "source": stretch.source,
                "first": stretch.first,
                "frames": stretch.frames,
                "start": start,
                "channels": channels,
                "begin": begin,
                "samples": samples,
                "gain": gain,
            }
        )
    for book in books.values():
        book.close()
    return places


def _book(channels: int) -> str:
    return f"grains-{channels}.flac"


def read(folder: Path) -> Ensemble:
    """The ensemble that ``write`` wrote; the recordings are read as they are needed."""
    facts = json.loads((folder / FACTS).read_text())
    if facts.get("edition") != EDITION:
        raise Problem("The model was made by another version of Timbrel.", "Train it again.")
    tensors = load_file(folder / TENSORS)
    prefix = "controller."
    weights = {n[len(prefix) :]: a for n, a in tensors.items() if n.startswith(prefix)}
    pieces = [_piece(folder, place) for place in facts["pieces"]]
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
    )


def _piece(folder: Path, place: Mapping[str, Any]) -> Piece:
    sound = _Recording(folder / _book(place["channels"]), place)
    return Piece(
        place["source"], place["first"], place["frames"], place["start"], lambda: sound.samples
    )


@dataclass
class _Recording:
    """A stretch of a FLAC file that stays in memory once it was read."""

    path: Path
    place: Mapping[str, Any]

    @cached_property
    def samples(self) -> np.ndarray:
        with soundfile.SoundFile(self.path) as book:
            book.seek(self.place["begin"])
            sound = book.read(self.place["samples"], dtype="float32", always_2d=True)
        return np.ascontiguousarray(sound.T) * np.float32(self.place["gain"])
