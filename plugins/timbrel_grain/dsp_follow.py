"""Transformation: a model sounding along a recording that somebody brings."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain import dsp_analysis as analysis
from timbrel_grain import dsp_select as select
from timbrel_grain import dsp_shape as shape
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain.dsp_store import strangeness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from timbrel_grain.dsp_voice import Ensemble

SPAN = 1024  # frames shaped at a time, so that an hour takes no more memory than a minute
EDGE = 8  # frames shaped twice, where one span's sound passes into the next
PASSES = 2
LEAP = 40.0
LOUDEST = 0.7  # of full scale
NEAREST = 4000  # frames of the store among which a span's path is sought


def followed(
    ensemble: Ensemble,
    sound: np.ndarray,
    values: Mapping[str, float],
    amount: np.float32,
    seen: Callable[[float, np.ndarray], None],
) -> Iterator[np.ndarray]:
    """Blocks (channels, n) of the model along ``sound``, with silence without end after it.

    ``amount`` 0 is the recording as it was, 1 wholly the model. A stereo recording is heard in
    mono by a mono model. ``seen`` is told when which frames of the store are played.
    """
    if len(sound) > ensemble.channels:
        sound = sound.mean(axis=0, keepdims=True)
    # A loud recording is turned down as a whole: the limiter would bend its attacks.
    sound = spectrum.levelled(sound)
    sound = sound * np.float32(min(1.0, LOUDEST / max(float(np.abs(sound).max()), 1e-9)))
    spans = _spans(ensemble, sound, values, amount, seen)
    return chain(_joined(spans), repeat(np.zeros((ensemble.channels, SPAN), np.float32)))


def _spans(
    ensemble: Ensemble,
    sound: np.ndarray,
    values: Mapping[str, float],
    amount: np.float32,
    seen: Callable[[float, np.ndarray], None],
) -> Iterator[np.ndarray]:
    """Sound of SPAN frames each, EDGE of them before and after that the neighbours have too."""
    count = -(-sound.shape[1] // spectrum.HOP)
    for start in range(0, count, SPAN):
        numbers = np.arange(start - EDGE, min(start + SPAN, count) + EDGE)
        frames = spectrum.spectra(sound, numbers * spectrum.HOP)
        own = spectrum.envelope(frames)
        rest, moved = imagined(ensemble, own, values)
        # Whatever colour is asked for, frames are chosen for the recording as it is.
        path, strange = _path(ensemble, amount * rest + (1 - amount) * own)
        target = amount * moved + (1 - amount) * own
        seen(start, path[EDGE:-EDGE])
        grains = ensemble.store.spectra(path, ensemble.channels)
        played = shape.shaped(grains, target, strange, PASSES)
        yield amount * played + (1 - amount) * spectrum.overlapped(frames)


def imagined(
    ensemble: Ensemble, own: np.ndarray, values: Mapping[str, float]
) -> tuple[np.ndarray, np.ndarray]:
    """An envelope (T, BANDS) as the controller has it, as it is and as brightness has it."""
    folded = analysis.folded(own, ensemble.floor)
    latent, measured = ensemble.controller.encode(folded), analysis.conditions(folded)
    asked = [{"brightness": 0.0}, values] if values["brightness"] else [values]
    decoded = [
        ensemble.controller.decode(latent, ensemble.conditions(measured, each))[: len(own)]
        for each in asked
    ]
    return np.maximum(decoded[0], ensemble.floor), np.maximum(decoded[-1], ensemble.floor)


def _path(ensemble: Ensemble, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Frames of the store along a target, and how strange each is to it."""
    places, store = ensemble.projection.place(target), ensemble.store
    frames = _nearest(places, store.features)
    follows = store.follows[frames] & (np.diff(frames, prepend=-2) == 1)
    path = frames[select.choose(places, store.features[frames], follows, LEAP)]
    return path, strangeness(places, store.features[path], shape.audible(target))


def _nearest(places: np.ndarray, features: np.ndarray) -> np.ndarray:
    """All frames of a small store; of a large one those that are nearest to some target."""
    if len(features) <= NEAREST:
        return np.arange(len(features))
    best = np.full(len(features), np.inf, np.float32)
    for start in range(0, len(places), 64):
        near = select.distances(places[start : start + 64], features).min(axis=0)
        best = np.minimum(best, near)
    return np.sort(np.argpartition(best, NEAREST)[:NEAREST])


def _joined(spans: Iterator[np.ndarray]) -> Iterator[np.ndarray]:
    """Spans end to end, each crossfaded over SIZE samples with the one before."""
    lead = EDGE * spectrum.HOP + spectrum.SIZE // 2  # where a span's own first sample lies
    fade = np.linspace(0, 1, spectrum.SIZE, dtype=np.float32)
    tail = None
    for sound in spans:
        own = sound.shape[1] - spectrum.SIZE + spectrum.HOP - 2 * EDGE * spectrum.HOP
        body = sound[:, lead : lead + own + spectrum.SIZE].copy()
        if tail is not None:
            body[:, : spectrum.SIZE] = fade * body[:, : spectrum.SIZE] + (1 - fade) * tail
        tail = body[:, -spectrum.SIZE :]
        yield body[:, : -spectrum.SIZE]
    if tail is not None:
        yield tail
