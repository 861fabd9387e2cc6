"""A model that is to learn more: its weights and scaling, and its recordings as clips again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timbrel import Audio, offers
from timbrel_grain import dsp_files as files
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_scaling import Scaling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np

    from timbrel_grain.dsp_store import Piece
    from timbrel_grain.dsp_voice import Ensemble

HELD = "held.json"  # beside the model's files: which recordings only tested it


@dataclass(frozen=True, slots=True)
class Base:
    """``clips`` stand for those of its recordings that are not to be had any more.

    ``known`` are the digests of all its recordings, and of these clips; ``held`` of those among
    them that it was tested with, and never heard.
    """

    weights: Mapping[str, np.ndarray]
    scaling: Scaling
    clips: Sequence[offers.Clip]
    known: frozenset[str]
    held: frozenset[str]


def read(folder: Path, there: Collection[str]) -> Base:
    """The model in a folder; ``there`` are the digests of the recordings that are to be had."""
    ensemble = files.read(folder)
    sources = json.loads((folder / files.FACTS).read_text())["sources"]
    held = set(_held(folder))
    clips: list[offers.Clip] = []
    for source, clip in _gone(ensemble, sources, there):
        clips.append(clip)
        if source in held:
            held.add(clip.digest)
    known = {source["digest"] for source in sources} | {clip.digest for clip in clips}
    return Base(
        ensemble.controller.weights, _scaling(ensemble), clips, frozenset(known), frozenset(held)
    )


def note_held(folder: Path, digests: Sequence[str]) -> None:
    """Write which recordings only tested the model, so that they go on doing so."""
    (folder / HELD).write_text(json.dumps(list(digests)))


def _held(folder: Path) -> list[str]:
    path = folder / HELD
    return json.loads(path.read_text()) if path.is_file() else []


def _scaling(ensemble: Ensemble) -> Scaling:
    controller = ensemble.controller
    return Scaling(
        controller.mean, controller.scale, ensemble.floor, ensemble.centre, ensemble.width
    )


def _gone(
    ensemble: Ensemble, sources: Sequence[Mapping[str, Any]], there: Collection[str]
) -> Iterator[tuple[str, offers.Clip]]:
    """Digest of the recording, and clip, of each piece of a recording that is gone."""
    for piece in ensemble.store.pieces:
        source = sources[piece.source]
        if source["digest"] not in there:
            yield source["digest"], _clip(piece, source)


def _clip(piece: Piece, source: Mapping[str, Any]) -> offers.Clip:
    channels, samples = piece.sound().shape
    words = f"{source['digest']} from {piece.start}, {samples} samples"
    return offers.Clip(
        source["name"],
        hashlib.sha256(words.encode()).hexdigest(),
        samples / spectrum.RATE,
        channels,
        lambda: Audio(piece.sound(), spectrum.RATE),
    )
