"""What a network's envelopes measure, in a form that has gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from timbrel_grain.net_controller import STRIDE

if TYPE_CHECKING:
    from timbrel_grain.dsp_scaling import Scaling


def brightness(x: torch.Tensor, scaling: Scaling) -> torch.Tensor:
    """Brightness (B, L) of normalised envelopes (B, BANDS, T), as the condition is scaled.

    The differentiable twin of ``analysis.conditions``.
    """
    mean = torch.tensor(scaling.mean, device=x.device)[:, None]
    # Within bounds, for a power of nothing has no gradient that is a number.
    power = 10 ** ((x * scaling.scale + mean).clamp(-120, 20) / 10)
    batch, bands, frames = power.shape
    specific = power.reshape(batch, bands, frames // STRIDE, STRIDE).mean(dim=3) ** 0.3
    place = torch.arange(bands, device=x.device, dtype=x.dtype)[None, :, None]
    centroid = (specific * place).sum(dim=1) / specific.sum(dim=1)
    return (centroid - float(scaling.centre[1])) / float(scaling.width[1])


def divergence(mean: torch.Tensor, spread: torch.Tensor) -> torch.Tensor:
    """Kullback-Leibler divergence from the unit Gaussian, nat per latent frame."""
    nats = 0.5 * (mean**2 + (2 * spread).exp() - 1) - spread
    return nats.sum(dim=1).mean()
