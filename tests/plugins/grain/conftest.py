"""Eight short sounds made by code, and a model that has learnt them in sixty steps."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from timbrel import Audio, Device, offers
from timbrel_grain.grain import Grain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

RATE = 48000


def clip(name: str, sound: np.ndarray) -> offers.Clip:
    """A clip of samples (frames,) or (channels, frames)."""
    samples = np.ascontiguousarray(np.atleast_2d(sound), np.float32)
    digest = hashlib.sha256(samples.tobytes()).hexdigest()
    seconds = samples.shape[1] / RATE
    return offers.Clip(name, digest, seconds, len(samples), lambda: Audio(samples, RATE))


def pluck(hertz: float, seconds: float, fall: float = 6.0) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    partials = [
        np.exp(-fall * k * time) * np.sin(2 * np.pi * hertz * k * time) / k for k in range(1, 9)
    ]
    return 0.3 * np.sum(partials, axis=0)


def hiss(seconds: float, fall: float, seed: int, colour: float = 0.0) -> np.ndarray:
    noise = np.random.default_rng(seed).standard_normal(round(seconds * RATE))
    tilted = np.fft.rfft(noise)
    tilted *= np.maximum(np.arange(len(tilted)) * RATE / len(noise), 20) ** colour
    noise = np.fft.irfft(tilted, len(noise))
    return 0.1 * noise / noise.std() * np.exp(-fall * np.arange(len(noise)) / RATE)


def strokes(seconds: float) -> np.ndarray:
    sound = np.zeros(round(seconds * RATE))
    for number, start in enumerate(range(0, len(sound) - RATE // 8, RATE // 5)):
        stroke = hiss(0.12, 40, number, -0.5 * (number % 2))
        sound[start : start + len(stroke)] += stroke
    return sound


def eight() -> list[offers.Clip]:
    wide = np.stack([pluck(330, 0.7), np.roll(pluck(333, 0.7), 20) + 0.2 * hiss(0.7, 9, 4)])
    sounds = {
        "low": pluck(110, 1.0, 3),
        "high": pluck(660, 0.5),
        "higher": pluck(1320, 0.4, 8),
        "hat": hiss(0.3, 25, 1, 0.5),
        "wind": hiss(0.8, 1, 2, -0.5),
        "thud": hiss(0.3, 20, 3, -1.0),
        "loop": strokes(1.0),
        "wide": wide,
    }
    return [clip(name, sound) for name, sound in sounds.items()]


@pytest.fixture(scope="session")
def clips() -> list[offers.Clip]:
    return eight()


@pytest.fixture(scope="session")
def one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def learnt(
    tmp_path_factory: pytest.TempPathFactory, one_thread: None
) -> Callable[..., tuple[Any, Path]]:
    """Learns and saves: learnt(clips, steps=0, **values) -> the network, its folder."""

    def learn(
        clips: Sequence[offers.Clip], steps: int = 0, **values: float
    ) -> tuple[offers.Network, Path]:
        import torch

        cache, folder = (tmp_path_factory.mktemp(name) for name in ("cache", "model"))
        family = Grain()
        chosen = {c.name: c.rest for c in family.controls} | values
        corpus = offers.Corpus(clips)
        network = family.start(corpus, chosen, Device("cpu"), 0, cache)
        rng, noise = np.random.default_rng(0), torch.Generator().manual_seed(0)
        optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3)
        for _ in range(steps):
            loss = network.loss(8, rng, noise)["loss"]
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        network.save(folder)
        return network, folder

    return learn


@pytest.fixture(scope="session")
def taught(
    learnt: Callable[..., tuple[Any, Path]], clips: list[offers.Clip]
) -> tuple[offers.Network, Path]:
    """A network that has learnt the eight sounds, and the files of its model."""
    return learnt(clips, 80)


@pytest.fixture(scope="session")
def trained_folder(taught: tuple[offers.Network, Path]) -> Path:
    return taught[1]


@pytest.fixture
def model(trained_folder: Path) -> Any:
    """The model of the eight sounds, loaded anew."""
    return Grain().load(trained_folder)


@pytest.fixture
def play() -> Callable[..., np.ndarray]:
    """Renders: play(model, seconds or frames=n, seed=0, **knobs) -> samples (channels, frames)."""

    def rendered(
        model: offers.Model,
        seconds: float = 1.0,
        seed: int = 0,
        frames: int | None = None,
        **knobs: float,
    ) -> np.ndarray:
        values = {c.name: c.rest for c in model.controls} | knobs
        count = round(seconds * RATE) if frames is None else frames
        return np.concatenate([b.samples for b in model.render(values, count, seed)], axis=1)

    return rendered
