"""The trained controller in numpy, so that a model plays without loading torch.

The figure is that of ``net_controller``, frames first: (T, bands) in and out. A test holds the
two to the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from timbrel_grain.dsp_compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Mapping

STRIDE = 4


@dataclass(frozen=True, slots=True)
class Controller:
    """The weights by torch's names; ``mean`` (bands,) and ``scale`` in dB normalise envelopes."""

    weights: Mapping[str, np.ndarray]
    mean: np.ndarray
    scale: float
    _flat: Mapping[str, np.ndarray] = field(init=False)  # (taps * in, out), in one piece

    def __post_init__(self) -> None:
        flat = {
            name: np.ascontiguousarray(array.transpose(2, 1, 0).reshape(-1, len(array)))
            for name, array in self.weights.items()
            if array.ndim == 3
        }
        object.__setattr__(self, "_flat", flat)

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
        """The envelope (T, bands) in dB of latents (L, size) under conditions (L, D).

        Of several conditions (N, L, D) at once: (N, T, bands).
        """
        z = np.broadcast_to(z, (*conditions.shape[:-1], z.shape[-1]))
        given = np.concatenate([z, conditions], axis=-1).astype(np.float32)
        hidden = self._chain("outer", self._point("leave", given))
        shape = (*given.shape[:-2], given.shape[-2] * STRIDE, -1)
        wide = self._point("widen", gelu(hidden)).reshape(shape)
        envelope = self._point("shade", gelu(self._chain("fine", wide)))
        envelope += self._point("axes_out", given).reshape(shape)
        envelope *= np.float32(self.scale)
        return envelope + self.mean

    def broad(self, z: np.ndarray, conditions: np.ndarray) -> np.ndarray:
        """The envelope (T, bands) without its residual network: a twentieth of the work."""
        given = np.concatenate([z, conditions], axis=-1).astype(np.float32)
        linear = self._point("axes_out", given).reshape(len(z) * STRIDE, -1)
        return linear * np.float32(self.scale) + self.mean

    def _point(self, name: str, x: np.ndarray) -> np.ndarray:
        weight = self._flat[f"{name}.weight"]
        out = x.reshape(-1, x.shape[-1]) @ weight
        out += self.weights[f"{name}.bias"]
        return out.reshape(*x.shape[:-1], -1)

    def _wide(self, name: str, x: np.ndarray) -> np.ndarray:
        """Over three frames of each (..., L, in): what lies beyond them is 0."""
        taps = np.zeros((*x.shape[:-1], 3, x.shape[-1]), x.dtype)
        taps[..., 1:, 0, :], taps[..., 1, :], taps[..., :-1, 2, :] = (
            x[..., :-1, :],
            x,
            x[..., 1:, :],
        )
        return self._point(name, taps.reshape(*x.shape[:-1], -1))

    def _chain(self, name: str, x: np.ndarray) -> np.ndarray:
        for link in range(2):
            hidden = gelu(self._wide(f"{name}.{link}.wide", gelu(x)))
            x = x + self._point(f"{name}.{link}.point", hidden)
        return x


def gelu(x: np.ndarray) -> np.ndarray:
    """Gaussian error linear unit, tanh form (Hendrycks and Gimpel 2016)."""
    inner = _inner(x.ravel())
    np.tanh(inner, out=inner)
    return _halved(inner, x.ravel()).reshape(x.shape)


@compiled
def _inner(x: np.ndarray) -> np.ndarray:
    cubic, linear = np.float32(0.7978846 * 0.044715), np.float32(0.7978846)
    out = np.empty_like(x)
    for n in range(len(x)):
        out[n] = (x[n] * x[n] * cubic + linear) * x[n]
    return out


@compiled
def _halved(inner: np.ndarray, x: np.ndarray) -> np.ndarray:
    for n in range(len(x)):
        inner[n] = (inner[n] + np.float32(1)) * x[n] * np.float32(0.5)
    return inner
