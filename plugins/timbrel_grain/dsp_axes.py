"""The principal axes of a corpus' latents, as knobs that have no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from timbrel import Control

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel_grain.dsp_catalog import Catalogue

COUNT = 4
FAR = 2.0  # deviations to either side
TELLING = 0.3  # correlation from which on it is worth a hint
MEASURES = ("loudness", "brightness")


@dataclass(frozen=True, slots=True)
class Axes:
    """``steps`` (COUNT, size): how one deviation along each axis moves a latent frame.

    ``goes_with`` (COUNT, 2) are its correlations with loudness and brightness in the corpus.
    """

    steps: np.ndarray
    goes_with: np.ndarray

    def pushed(self, latent: np.ndarray, values: Mapping[str, float]) -> np.ndarray:
        """Latent frames (L, size) moved along the axes as far as the knobs say."""
        push = [np.float32(values.get(name, 0.0)) for name in _names(len(self.steps))]
        return latent + np.array(push, np.float32) @ self.steps if any(push) else latent

    def controls(self) -> tuple[Control, ...]:
        return tuple(
            Control(name, -FAR, FAR, 0, "SD", _says(found))
            for name, found in zip(_names(len(self.steps)), self.goes_with, strict=True)
        )


def axes(catalogue: Catalogue) -> Axes:
    """The axes along which the latent frames of all events differ most, by themselves.

    Of the corpus' own latents, not of draws from the prior; each points to where its largest
    component is positive, so that they are the same at each loading.
    """
    latents = catalogue.latents.astype(np.float64)
    centred = latents - latents.mean(axis=0)
    power, ways = np.linalg.eigh(centred.T @ centred / len(centred))
    power, ways = power[::-1][:COUNT], ways.T[::-1][:COUNT]
    ways = ways * np.sign(ways[np.arange(len(ways)), np.abs(ways).argmax(axis=1)])[:, None]
    steps = ways * np.sqrt(np.maximum(power, 0))[:, None]
    found = _correlations(centred @ ways.T, catalogue.conditions[:, : len(MEASURES)])
    return Axes(steps.astype(np.float32), found)


def _correlations(places: np.ndarray, measured: np.ndarray) -> np.ndarray:
    """Between each column of places (N, axes) and of measures (N, D); 0 where one is constant."""
    both = [(a - a.mean(axis=0)) / np.maximum(a.std(axis=0), 1e-9) for a in (places, measured)]
    return both[0].T @ both[1] / len(places)


def _names(count: int) -> list[str]:
    return [f"axis_{number + 1}" for number in range(count)]


def _says(found: np.ndarray) -> str:
    told = [
        f"{name} ({value:+.2f})"
        for name, value in zip(MEASURES, found, strict=True)
        if abs(value) >= TELLING
    ]
    hint = f"goes with {' and '.join(told)}" if told else "goes with nothing that is measured"
    return f"A direction in which your sounds differ; in them it {hint}"
