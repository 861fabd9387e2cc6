"""Recordings to learn from: as crops, and whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from timbrel_grain import dsp_analysis as analysis
from timbrel_grain.net_controller import STRIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from timbrel_grain.dsp_augment import Augmentation
    from timbrel_grain.dsp_scaling import Scaling

CROP = 32  # frames, a third of a second
JUDGED = 64  # recordings of a shelf that a judgement looks at, and frames of each
LONGEST = 1024
REPLAY = 0.5  # of the crops, while a model learns more, are of what it knew


class Shelf:
    """Envelopes (T, BANDS) in dB, and how they become tensors.

    A batch is (B, BANDS, T) normalised envelopes, (B, D, L) conditions and (B, BANDS, 1) floors:
    what lies below is silence beside the rest of its recording, and nothing is asked of it.
    """

    def __init__(
        self,
        envelopes: Sequence[np.ndarray],
        scaling: Scaling,
        device: str,
        old: Sequence[bool] = (),
    ) -> None:
        self.envelopes, self.scaling, self.device = envelopes, scaling, device
        self.audible = [max(scaling.floor, float(e.max()) - analysis.AUDIBLE) for e in envelopes]
        # Between each recording alike and each moment alike: a stroke of 50 ms is learnt too.
        lengths = np.maximum([len(e) for e in envelopes], CROP) ** 0.35
        self._odds = _replayed(lengths / lengths.sum(), np.array(old, bool))

    @property
    def frames(self) -> int:
        """How many frames there are in all."""
        return sum(map(len, self.envelopes))

    def axes(self, size: int) -> Mapping[str, np.ndarray]:
        """The principal axes of STRIDE stacked frames: see ``net_controller.begin``."""
        stacked = np.concatenate(
            [self._normal(e).reshape(len(e) // STRIDE, -1) for e in self.envelopes]
        )
        mean = stacked.mean(axis=0, dtype=np.float64)
        centred = stacked - mean
        powers, vectors = np.linalg.eigh(centred.T @ centred / len(stacked))
        scales = np.sqrt(np.maximum(powers[::-1][:size], powers[-1] * 1e-6))
        found = {"mean": mean, "vectors": vectors.T[::-1][:size].copy(), "scales": scales}
        return {name: array.astype(np.float32) for name, array in found.items()}

    def crops(
        self, count: int, augmentation: Augmentation, rng: np.random.Generator
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """A batch of CROP frames each."""
        chosen = rng.choice(len(self.envelopes), count, p=self._odds)
        crops = [augmentation.crop(self.envelopes[n], CROP, rng) for n in chosen]
        return self._batch(np.stack(crops), np.array([self.audible[n] for n in chosen]))

    def whole(self) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
        """Recordings by themselves, each as a batch of one, for judging."""
        step = -(-len(self.envelopes) // JUDGED)
        for envelope, audible in zip(self.envelopes[::step], self.audible[::step], strict=True):
            yield self._batch(envelope[None, :LONGEST], np.array([audible]))

    def _batch(
        self, envelopes: np.ndarray, audible: np.ndarray
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        envelopes = np.maximum(envelopes, np.float32(self.scaling.floor))
        given = [
            (analysis.conditions(e) - self.scaling.centre) / self.scaling.width for e in envelopes
        ]
        floors = self._normal(np.repeat(audible[:, None, None], envelopes.shape[2], axis=2))
        arrays = (self._normal(envelopes), np.stack(given), floors)
        return tuple(self._tensor(a.transpose(0, 2, 1)) for a in arrays)  # type: ignore[return-value]

    def _normal(self, envelope: np.ndarray) -> np.ndarray:
        return (envelope - self.scaling.mean) / np.float32(self.scaling.scale)

    def _tensor(self, array: np.ndarray) -> torch.Tensor:
        return torch.tensor(np.ascontiguousarray(array, np.float32), device=self.device)


def _replayed(odds: np.ndarray, old: np.ndarray) -> np.ndarray:
    """The odds with at least REPLAY of them for what the model knew before, so that it stays."""
    share = odds[old].sum() if old.any() and not old.all() else REPLAY
    if share >= REPLAY:
        return odds
    return np.where(old, odds * REPLAY / share, odds * (1 - REPLAY) / (1 - share))
