"""A model and its corpus heard in pieces of a few seconds, and measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from timbrel import Audio, offers
from timbrel_controls import dsp_near as near

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from timbrel import Job

Descriptors = dict[str, offers.Descriptor]

SECONDS = 3.5  # of each piece
BESIDE = "/"  # between a descriptor and one that stands beside it
MOST = 32  # pieces of the corpus, spread over all of it


def asked(descriptors: Mapping[str, offers.Descriptor]) -> Descriptors:
    """The descriptors with all that stand beside them, as ``name/other``."""
    found = dict(descriptors)
    for name, each in descriptors.items():
        found |= {f"{name}{BESIDE}{other.name}": other for other in each.beside}
    return found


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of sound: its ``measures`` (D,) and the features (W, F) of its seconds."""

    measures: np.ndarray
    windows: np.ndarray


def rendered(
    model: offers.Model,
    values: Mapping[str, float],
    seed: int,
    descriptors: Descriptors,
    seconds: float = SECONDS,
) -> Heard:
    """A free render with the model's controls at ``values``."""
    frames = round(seconds * model.rate)
    blocks = [block.samples for block in model.render(values, frames, seed)]
    return heard(Audio(np.concatenate(blocks, axis=1), model.rate), descriptors)


def heard(audio: Audio, descriptors: Descriptors) -> Heard:
    measures = np.array([each.measure(audio) for each in descriptors.values()])
    return Heard(measures, near.features(audio))


def recorded(corpus: offers.Corpus, descriptors: Descriptors, job: Job) -> list[list[Heard]]:
    """The corpus in pieces, a list for each clip that any were taken of."""
    found: list[list[Heard]] = []
    for clip, starts in _spots(corpus):
        if job.stopping:
            break
        audio = clip.read()
        length = round(SECONDS * audio.rate)
        cuts = (audio.samples[:, s * length : (s + 1) * length] for s in starts)
        found.append([heard(Audio(cut, audio.rate), descriptors) for cut in cuts])
    return found


def _spots(corpus: offers.Corpus) -> Iterator[tuple[offers.Clip, list[int]]]:
    """Which pieces of which clips: evenly over them all, so that long ones have more."""
    every = [
        (number, piece)
        for number, clip in enumerate(corpus.clips)
        for piece in range(max(1, int(clip.seconds / SECONDS)))
    ]
    chosen = np.unique(np.linspace(0, len(every) - 1, min(MOST, len(every))).round().astype(int))
    starts: dict[int, list[int]] = {}
    for index in chosen:
        number, piece = every[index]
        starts.setdefault(number, []).append(piece)
    for number, pieces in starts.items():
        yield corpus.clips[number], pieces
