"""Eight tiny sounds, a network of four numbers, and trainings of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
import torch

from timbrel import Device, Job, Kernel, offers, start
from timbrel_train.loop import Loop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

RATE = 48000
# What a training needs; the knobs of others take longer to learn than these sounds.
NEEDLESS = ("controls", "describe", "demo", "doctor", "library", "mcp", "osc", "web")


class Line(offers.Network):
    """Four weights that are to become 1, as seen through noise; ``ill`` spoils a loss by step."""

    def __init__(self, ill: Callable[[int, torch.Tensor], torch.Tensor] | None = None) -> None:
        self.weights = torch.nn.Parameter(torch.zeros(4))
        self.ill, self.step, self.batches = ill, 0, list[int]()

    def parameters(self) -> list[torch.nn.Parameter]:
        return [self.weights]

    def loss(
        self, batch: int, rng: np.random.Generator, noise: torch.Generator
    ) -> Mapping[str, torch.Tensor]:
        self.step += 1
        self.batches.append(batch)
        seen = torch.tensor(rng.normal(1, 0.1, (batch, 4)), dtype=torch.float32)
        drawn = 0.1 * torch.randn(4, generator=noise)
        loss = ((self.weights + drawn - seen) ** 2).mean()
        return {"loss": self.ill(self.step, loss) if self.ill else loss, "kl": loss * 0 + 2}

    def judge(self) -> Mapping[str, float]:
        loss = float(((self.weights.detach() - 1) ** 2).mean())
        return {"training": loss, "validation": 1.1 * loss, "kl": 2.0, "epochs": self.step / 10}

    def state(self) -> Mapping[str, np.ndarray]:
        return {"weights": self.weights.detach().numpy()}

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        with torch.no_grad():
            self.weights[:] = torch.from_numpy(np.array(state["weights"]))

    def save(self, folder: Path) -> None:
        np.save(folder / "weights.npy", self.state()["weights"])


class Kept(offers.Memory):
    """Checkpoints in memory."""

    def __init__(self) -> None:
        self.all: list[tuple[Mapping[str, np.ndarray], Mapping[str, Any]]] = []

    def keep(self, arrays: Mapping[str, np.ndarray], facts: Mapping[str, Any]) -> None:
        self.all.append((arrays, facts))

    def newest(self) -> tuple[Mapping[str, np.ndarray], Mapping[str, Any]] | None:
        return self.all[-1] if self.all else None


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def descend() -> Callable[..., Mapping[str, Any]]:
    """Trains in this process: descend(network, memory, job, between, **settings)."""

    def trained(
        network: offers.Network,
        memory: offers.Memory | None = None,
        job: Job | None = None,
        between: Callable[[], None] = lambda: None,
        **settings: float,
    ) -> Mapping[str, Any]:
        way = Loop()
        values = {c.name: c.rest for c in way.controls} | settings
        job, memory = job or Job("train"), memory or offers.Memory()
        return way.train(network, values, Device("cpu"), 0, job, between, memory)

    return trained


def pluck(hertz: float, seconds: float = 0.12) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return 0.4 * np.exp(-20 * time) * np.sin(2 * np.pi * hertz * time)


@pytest.fixture(scope="session")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of eight plucks."""
    folder = tmp_path_factory.mktemp("sounds")
    for number in range(8):
        sound = pluck(110 * 1.3**number) + 0.01 * np.random.default_rng(number).normal(size=5760)
        soundfile.write(folder / f"pluck-{number}.wav", sound, RATE, "PCM_16")
    return folder


@pytest.fixture
def studio(tmp_path: Path) -> Kernel:
    """A kernel with what a training needs, and no more."""
    return start(tmp_path / "home", NEEDLESS)


@pytest.fixture
def train(studio: Kernel) -> Callable[..., Job]:
    """Begins a training by the verb: train(folder, name=..., steps=...)."""
    return studio.host.find(offers.Action, "train").bound(studio)


def tensors(kernel: Kernel, name: str) -> bytes:
    """The weights of a model, and all that was made by them, to the last bit."""
    card = kernel.registry.card(name)
    return (kernel.places.models / name / card.version / "model.safetensors").read_bytes()
