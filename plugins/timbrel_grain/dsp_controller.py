"""The trained controller in numpy, so that a model plays without loading torch.

The figure is that of ``net_controller``, frames first: (T, bands) in and out. A test holds the
two to the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

STRIDE = 4


@dataclass(frozen=True, slots=True)
class Controller:
    """The weights by torch's names; ``mean`` (bands,) and ``scale`` in dB normalise envelopes."""

    weights: Mapping[str, np.ndarray]
    mean: np.ndarray
    scale: float

    @property
    def size(self) -> int:
        return int(self.weights["axes_in.weight"].shape[0])

    def encode(self, envelope: np.ndarray) -> np.ndarray:
        """Latent means (L, size) of an envelope (T, bands) in dB, T a multiple of STRIDE."""
        stacked = ((envelope - self.mean) / np.float32(self.scale)).reshape(
            len(envelope) // STRIDE, -1
        )
        hidden = self._chain("inner", self._point("enter", stacked))
        shift = self._point("posterior", gelu(hidden))[:, : self.size]
        return self._point("axes_in", stacked) + shift

    def decode(self, z: np.ndarray, conditions: np.ndarray) -> np.ndarray:
        """The envelope (T, bands) in dB of latents (L, size) under conditions (L, D)."""
        given = np.concatenate([z, conditions], axis=1).astype(np.float32)
        hidden = self._chain("outer", self._point("leave", given))
        wide = self._point("widen", gelu(hidden)).reshape(len(z) * STRIDE, -1)
        detail = self._point("shade", gelu(self._chain("fine", wide)))
        smooth = self._point("axes_out", given).reshape(len(z) * STRIDE, -1)
        return (smooth + detail) * np.float32(self.scale) + self.mean

    def _point(self, name: str, x: np.ndarray) -> np.ndarray:
        return x @ self.weights[f"{name}.weight"][:, :, 0].T + self.weights[f"{name}.bias"]

    def _wide(self, name: str, x: np.ndarray) -> np.ndarray:
        padded = np.pad(x, ((1, 1), (0, 0)))
        weight = self.weights[f"{name}.weight"]  # (out, in, 3)
        taps = (padded[tap : tap + len(x)] @ weight[:, :, tap].T for tap in range(3))
        return sum(taps) + self.weights[f"{name}.bias"]

    def _chain(self, name: str, x: np.ndarray) -> np.ndarray:
        for link in range(2):
            hidden = gelu(self._wide(f"{name}.{link}.wide", gelu(x)))
            x = x + self._point(f"{name}.{link}.point", hidden)
        return x


def gelu(x: np.ndarray) -> np.ndarray:
    """Gaussian error linear unit, tanh form (Hendrycks and Gimpel 2016)."""
    inner = x * x
    inner *= np.float32(0.7978846 * 0.044715)
    inner += np.float32(0.7978846)
    inner *= x
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner
