"""All that training changes: weights, the optimiser's moments, and where the draws have got to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import offers

NETWORK, OPTIMISER, NOISE = "network/", "optimiser/", "noise"


class State:
    """A network, its optimiser and its generators, all from one seed."""

    def __init__(self, network: offers.Network, seed: int) -> None:
        self.network, self.seed = network, seed
        self.anew()

    def anew(self) -> None:
        """The optimiser and the generators as at the start; the weights stay."""
        self.rng = np.random.default_rng(self.seed)
        self.noise = torch.Generator().manual_seed(self.seed)
        parameters = self.network.parameters()
        self.optimiser = torch.optim.AdamW(parameters, weight_decay=0.01, betas=(0.9, 0.98))

    def arrays(self) -> dict[str, np.ndarray]:
        """Copies of it all, by name."""
        kept = {f"{NETWORK}{name}": np.array(a) for name, a in self.network.state().items()}
        for index, moments in self.optimiser.state_dict()["state"].items():
            for name, tensor in moments.items():
                kept[f"{OPTIMISER}{index}/{name}"] = np.array(tensor.detach().cpu().numpy())
        kept[NOISE] = self.noise.get_state().numpy().copy()
        return kept

    @property
    def draws(self) -> Mapping[str, Any]:
        """Where numpy's generator is, as JSON can hold it."""
        return dict(self.rng.bit_generator.state)

    def restore(self, arrays: Mapping[str, np.ndarray], draws: Mapping[str, Any] | None) -> None:
        """Everything as ``arrays`` has it; the generators go on from here without ``draws``."""
        self.network.restore(_under(NETWORK, arrays))
        moments: dict[int, dict[str, torch.Tensor]] = {}
        for name, array in _under(OPTIMISER, arrays).items():
            index, _, part = name.partition("/")
            moments.setdefault(int(index), {})[part] = torch.from_numpy(array.copy())
        groups = self.optimiser.state_dict()["param_groups"]
        self.optimiser.load_state_dict({"state": moments, "param_groups": groups})
        if draws is not None:
            self.rng.bit_generator.state = draws
            self.noise.set_state(torch.from_numpy(arrays[NOISE].copy()))


def finite(arrays: Mapping[str, np.ndarray]) -> bool:
    """Whether every number is one."""
    return all(a.dtype.kind != "f" or bool(np.isfinite(a).all()) for a in arrays.values())


def _under(prefix: str, arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {n[len(prefix) :]: a for n, a in arrays.items() if n.startswith(prefix)}
