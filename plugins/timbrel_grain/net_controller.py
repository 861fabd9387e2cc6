"""The controller: a small conditional VAE of band envelopes, started from their principal axes.

B is the batch, T frames (a multiple of STRIDE), L = T / STRIDE latent frames, D conditions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

STRIDE = 4


class Residual(nn.Module):
    """x + W2 gelu(W1 gelu(x)), W1 over three frames: (B, C, L) -> (B, C, L)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.wide = nn.Conv1d(width, width, 3, padding=1)
        self.point = nn.Conv1d(width, width, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.point(gelu(self.wide(gelu(x))))


class Controller(nn.Module):
    """Encoder (B, bands, T) -> mean, log deviation (B, size, L); decoder back again.

    Both are a linear map plus a residual network. The linear maps begin as the principal
    components of STRIDE stacked frames, so that the first step starts from the best linear
    autoencoder and sound can be made before any training (see ``begin``).
    """

    def __init__(
        self, bands: int, size: int, conditions: int, width: int = 128, narrow: int = 80
    ) -> None:
        super().__init__()
        self.size = size
        folded, given = bands * STRIDE, size + conditions
        self.axes_in = nn.Conv1d(folded, size, 1)
        self.enter = nn.Conv1d(folded, width, 1)
        self.inner = nn.Sequential(Residual(width), Residual(width))
        self.posterior = nn.Conv1d(width, 2 * size, 1)
        self.axes_out = nn.Conv1d(given, folded, 1)
        self.leave = nn.Conv1d(given, width, 1)
        self.outer = nn.Sequential(Residual(width), Residual(width))
        self.widen = nn.Conv1d(width, narrow * STRIDE, 1)
        self.fine = nn.Sequential(Residual(narrow), Residual(narrow))
        self.shade = nn.Conv1d(narrow, bands, 1)

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        stacked = fold(x)  # (B, bands * STRIDE, L)
        shift, spread = self.posterior(gelu(self.inner(self.enter(stacked)))).chunk(2, dim=1)
        return self.axes_in(stacked) + shift, spread.clamp(-8, 2)  # (B, size, L) each

    def decode(self, z: torch.Tensor, conditions: torch.Tensor) -> torch.Tensor:
        given = torch.cat([z, conditions], dim=1)  # (B, size + D, L)
        hidden = self.widen(gelu(self.outer(self.leave(given))))  # (B, narrow * STRIDE, L)
        detail = self.shade(gelu(self.fine(unfold(hidden))))  # (B, bands, T)
        return unfold(self.axes_out(given)) + detail


def gelu(x: torch.Tensor) -> torch.Tensor:
    """In the tanh form, which numpy computes as well."""
    return functional.gelu(x, approximate="tanh")


def fold(x: torch.Tensor) -> torch.Tensor:
    """(B, C, T) -> (B, STRIDE * C, L): the frames of a latent frame stacked, first frame first."""
    batch, channels, frames = x.shape
    parts = x.reshape(batch, channels, frames // STRIDE, STRIDE)
    return parts.permute(0, 3, 1, 2).reshape(batch, STRIDE * channels, frames // STRIDE)


def unfold(x: torch.Tensor) -> torch.Tensor:
    """(B, STRIDE * C, L) -> (B, C, T): the inverse of fold."""
    batch, stacked, length = x.shape
    parts = x.reshape(batch, STRIDE, stacked // STRIDE, length)
    return parts.permute(0, 2, 3, 1).reshape(batch, stacked // STRIDE, length * STRIDE)


def begin(
    net: Controller, axes: Mapping[str, np.ndarray], noise: torch.Generator, small: float = 0.1
) -> None:
    """Start from principal axes: 'mean' (F,), 'vectors' (size, F), 'scales' (size,).

    The residual branches begin small, not zero, so that each parameter moves in one step.
    """
    vectors, scales = torch.tensor(axes["vectors"]), torch.tensor(axes["scales"])
    mean = torch.tensor(axes["mean"])
    with torch.no_grad():
        for weight in net.parameters():
            bound = 1 / max(weight[0].numel(), 1) ** 0.5
            weight.uniform_(-bound, bound, generator=noise)
        for last in (net.posterior, net.shade):
            last.weight.mul_(small)
            _bias(last).zero_()
        _bias(net.posterior)[net.size :] = -2.0
        net.axes_in.weight[:] = (vectors / scales[:, None])[:, :, None]
        _bias(net.axes_in)[:] = -(vectors / scales[:, None]) @ mean
        net.axes_out.weight[:, : net.size] = (vectors * scales[:, None]).T[:, :, None]
        net.axes_out.weight[:, net.size :].mul_(small)
        _bias(net.axes_out)[:] = mean


def _bias(layer: nn.Conv1d) -> torch.Tensor:
    assert layer.bias is not None
    return layer.bias
