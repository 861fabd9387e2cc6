"""The controller in training: its loss, and how it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from timbrel import offers
from timbrel_grain import dsp_analysis as analysis
from timbrel_grain import dsp_augment as augment
from timbrel_grain import dsp_files as files
from timbrel_grain import dsp_spectrum as spectrum
from timbrel_grain import net_measure as measure
from timbrel_grain.dsp_former import note_held
from timbrel_grain.dsp_scaling import scaled
from timbrel_grain.net_controller import Controller, begin
from timbrel_grain.net_shelf import CROP, Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from timbrel import Device
    from timbrel_grain.dsp_former import Base

COUNT = "count."  # before the names of the counts among the state
SWAPS = 4  # one crop in so many is decoded again under another's brightness


class GrainNetwork(offers.Network):
    def __init__(
        self,
        clips: Sequence[offers.Clip],
        found: Sequence[analysis.Analysis],
        held: Sequence[int],
        values: Mapping[str, float],
        device: Device,
        seed: int,
        base: Base | None = None,
    ) -> None:
        self.clips, self.found, self.values = clips, found, values
        self.tests = [found[n].digest for n in held]
        loudest = float(max(a.envelope.max() for a in found))
        floor = base.scaling.floor if base else loudest - analysis.DEPTH
        folded = [analysis.folded(a.envelope, floor).astype(np.float32) for a in found]
        taught = [n for n in range(len(found)) if n not in held]
        learnt = [folded[n] for n in taught]
        old = [base is not None and found[n].digest in base.known for n in taught]
        self.scaling = base.scaling if base else scaled(learnt, floor)
        self.learnt = Shelf(learnt, self.scaling, device.name, old)
        self.held = Shelf([folded[n] for n in held], self.scaling, device.name) if held else None
        ranges = {kind: values[kind] for kind in augment.KINDS}
        self.augmentation = augment.Augmentation(values["augmented"], ranges)
        size = len(base.weights["axes_in.weight"]) if base else int(values["latent"])
        self.net = Controller(spectrum.BANDS, size, len(analysis.CONDITIONS))
        if base:
            self._take(base.weights)
        else:
            begin(self.net, self.learnt.axes(size), torch.Generator().manual_seed(seed))
        self.net.to(device.name)

    def parameters(self) -> Sequence[torch.nn.Parameter]:
        return list(self.net.parameters())

    def loss(
        self, batch: int, rng: np.random.Generator, noise: torch.Generator
    ) -> Mapping[str, torch.Tensor]:
        x, given, floor = self.learnt.crops(batch, self.augmentation, rng)
        mean, spread = self.net.encode(x)
        draw = torch.randn(mean.shape, generator=noise).to(x.device)
        z = mean + draw * spread.exp()
        came = self.net.decode(z, given)
        error = (torch.maximum(came, floor) - torch.maximum(x, floor)).abs().mean()
        kl = measure.divergence(mean, spread)
        few = slice(max(batch // SWAPS, 2))
        swap = self._swapped(z[few], given[few])
        weighted = self.values["kl_weight"] * torch.relu(kl - self.values["free_bits"])
        loss = error + weighted / self.net.size + self.values["swap_weight"] * swap
        return {"loss": loss, "error": error * self.scaling.scale, "kl": kl, "swap": swap}

    def _swapped(self, z: torch.Tensor, given: torch.Tensor) -> torch.Tensor:
        """How far the brightness that is asked for, another crop's, is from what comes.

        It binds the decoder to its conditions, which it would pass over else since the latent
        tells them too (after Lample et al. 2017; the exchange in place of their adversary).
        """
        other = torch.roll(given[:, 1], 1, dims=0)
        asked = torch.stack([given[:, 0], other], dim=1)
        came = measure.brightness(self.net.decode(z, asked), self.scaling)
        audible = given[:, 0] > given[:, 0].amax(dim=1, keepdim=True) - 2
        wrong = torch.nn.functional.smooth_l1_loss(came, other, reduction="none")
        return (wrong * audible).sum() / audible.sum()

    @torch.no_grad()
    def judge(self) -> Mapping[str, float]:
        training, kl = self._judged(self.learnt)
        figures = {"training": training, "kl": kl}
        if self.held is not None:
            figures["validation"] = self._judged(self.held)[0]
        heard = self.augmentation.counts.get("crops", 0) * CROP / self.learnt.frames
        return {**figures, "epochs": heard, **self.augmentation.counts}

    def _judged(self, shelf: Shelf) -> tuple[float, float]:
        """Mean error in dB of whole recordings without noise, and nat per latent frame."""
        errors, kls = [], []
        for x, given, floor in shelf.whole():
            mean, spread = self.net.encode(x)
            came = self.net.decode(mean, given)
            errors.append((torch.maximum(came, floor) - torch.maximum(x, floor)).abs().mean())
            kls.append(measure.divergence(mean, spread))
        means = [float(torch.stack(parts).mean()) for parts in (errors, kls)]
        return means[0] * self.scaling.scale, means[1]

    def state(self) -> Mapping[str, np.ndarray]:
        counts = {f"{COUNT}{n}": np.array(c) for n, c in self.augmentation.counts.items()}
        return {**self.weights(), **counts}

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        counts = {n: int(a) for n, a in state.items() if n.startswith(COUNT)}
        self.augmentation.counts = {n.removeprefix(COUNT): c for n, c in counts.items()}
        self._take({n: a for n, a in state.items() if n not in counts})

    def weights(self) -> Mapping[str, np.ndarray]:
        """What a model plays with, by torch's names."""
        return {name: t.detach().cpu().numpy() for name, t in self.net.state_dict().items()}

    def _take(self, weights: Mapping[str, np.ndarray]) -> None:
        self.net.load_state_dict({name: torch.tensor(a) for name, a in weights.items()})

    def save(self, folder: Path) -> None:
        files.write(folder, self.clips, self.found, self.weights(), self.scaling, self.values)
        note_held(folder, self.tests)
