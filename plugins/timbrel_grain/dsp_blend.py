"""Several grain models as one: their events by shares, each drawn towards the others' colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from timbrel import offers
from timbrel_grain.dsp_novelty import Listener
from timbrel_grain.dsp_provenance import Provenance
from timbrel_grain.dsp_share import Share

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from timbrel import Audio
    from timbrel_grain.dsp_share import Parts
    from timbrel_grain.dsp_voice import Ensemble

EVENTS = 48  # that a model's colour is taken from


def blended(parts: Parts, frames: int, seed: int) -> Generator[Audio, None, dict[str, Any]]:
    """The sound of a blend, and at its end what was played of whose recordings."""
    models = {name: model for name, (model, _) in parts.items()}
    first, channels = next(iter(models.values())), max(m.channels for m in models.values())
    if any(offers.by_hand(values) for _, values in parts.values()):
        streams = [m.sounding(v, seed, None, Share(parts, n, seed)) for n, (m, v) in parts.items()]
        yield from first.finished(_added(streams, channels), frames, channels)
        return {}
    seen = {n: Provenance(m.ensemble.store, m.ensemble.sources) for n, m in models.items()}
    ears = {name: Listener(model.ensemble.projection) for name, model in models.items()}
    streams = [
        model.sounding(values, seed, seen[name], Share(parts, name, seed))
        for name, (model, values) in parts.items()
    ]
    for block in first.finished(_added(streams, channels), frames, channels):
        for ear in ears.values():
            ear.heard(block.samples)
        yield block
    novelty = [model.known.facts(ears[name].ended()) for name, model in models.items()]
    told = merged({name: one.facts(frames) for name, one in seen.items()}, novelty)
    return {**told, "over_20k": max(model.over_20k for model in models.values())}


def _added(streams: Sequence[Iterator[np.ndarray]], channels: int) -> Iterator[np.ndarray]:
    """The blocks of all streams added up; one channel sounds on as many as there are."""
    for blocks in zip(*streams, strict=True):
        total = np.zeros((channels, blocks[0].shape[1]), np.float32)
        for block in blocks:
            total += block
        yield total


def merged(played: Mapping[str, Any], novelty: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What was played of all models, with their names; as new as it is to the nearest of them."""
    runs = [
        {**run, "source": f"{name}/{run['source']}"}
        for name, facts in played.items()
        for run in facts["runs"]
    ]
    sources = {
        f"{name}/{source}": seconds
        for name, facts in played.items()
        for source, seconds in facts["sources"].items()
    }
    new = [facts["novelty"] for facts in novelty if facts["novelty"] is not None]
    copies = [facts["near_copies"] for facts in novelty if facts["near_copies"] is not None]
    return {
        "novelty": min(new, default=None),
        "near_copies": max(copies, default=None),
        "sources": dict(sorted(sources.items(), key=lambda item: -item[1])),
        "longest_verbatim": max(facts["longest_verbatim"] for facts in played.values()),
        "runs": sorted(runs, key=lambda run: run["at"]),
    }


def colour(ensemble: Ensemble) -> np.ndarray:
    """The mean spectrum (BANDS,) in dB of a model's events as they rest, energies averaged."""
    catalogue = ensemble.catalogue
    chosen = np.unique(np.linspace(0, len(catalogue) - 1, EVENTS).astype(int)).tolist()
    energies = [_energy(ensemble, catalogue.latent(e), catalogue.condition(e)) for e in chosen]
    return (10 * np.log10(np.mean(energies, axis=0))).astype(np.float32)


def _energy(ensemble: Ensemble, latent: np.ndarray, measured: np.ndarray) -> np.ndarray:
    envelope, _ = ensemble.imagined(latent, measured, {"brightness": 0.0})
    return (10 ** (np.maximum(envelope, ensemble.floor) / 10)).mean(axis=0)
