"""The kinds that learn: families and trainers, their networks, and the models that come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel.host import Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np

    from timbrel.audio import Audio
    from timbrel.control import Control
    from timbrel.corpus import Corpus
    from timbrel.devices import Device
    from timbrel.jobs import Job


class Network:
    """A network in training. Families start it; trainers lower its loss."""

    def parameters(self) -> Sequence[Any]:
        """The torch parameters, all of which exist before an optimiser is made."""
        raise NotImplementedError

    def loss(self, batch: int, rng: np.random.Generator, noise: Any) -> Mapping[str, Any]:
        """Draw a batch by ``rng``: 'loss' is the tensor to lower, the others are shown.

        ``noise`` is the ``torch.Generator`` of the latent's noise.
        """
        raise NotImplementedError

    def judge(self) -> Mapping[str, float]:
        """'training' and 'validation' loss without noise, 'kl' in nat per latent frame, ..."""
        raise NotImplementedError

    def state(self) -> Mapping[str, np.ndarray]:
        """All that training changes, by name: what a checkpoint keeps."""
        raise NotImplementedError

    def restore(self, state: Mapping[str, np.ndarray]) -> None:
        raise NotImplementedError

    def save(self, folder: Path) -> None:
        """Write the files from which the family loads a Model."""
        raise NotImplementedError


class Memory:
    """Where a training keeps what it goes on from after a crash. This one forgets."""

    def keep(self, arrays: Mapping[str, np.ndarray], facts: Mapping[str, Any]) -> None:
        """A checkpoint; of the facts (JSON) it reads 'step' and 'judged', the loss to be best."""

    def newest(self) -> tuple[Mapping[str, np.ndarray], Mapping[str, Any]] | None:
        """Arrays and facts of the newest checkpoint that is whole."""


class Near(int):
    """A seed of whose draws the share ``amount``, 0..1, is drawn anew from the seed ``other``.

    ``base`` is the seed that it is near, which may itself be near another.
    """

    base: int
    other: int
    amount: float

    def __new__(cls, base: int, other: int, amount: float) -> Near:
        made = super().__new__(cls, base)
        made.base, made.other, made.amount = base, other, amount
        return made


class Model:
    """A trained network, ready to sound. Families load it; sessions play it.

    The same values and seed give the same samples, whatever the blocks or the threads.
    """

    rate: int
    channels: int
    controls: Sequence[Control]

    def render(self, values: Mapping[str, float], frames: int, seed: int) -> Iterator[Audio]:
        """Yield blocks until ``frames`` are out, reading ``values`` anew as it goes.

        They may be moving: ``offers.moment(values, seconds)`` are those at a time from the start;
        read without a time, they are those of the block now asked for. ``seed`` may be a ``Near``.
        Where ``offers.by_hand(values)``, somebody plays: what takes long is done before the first
        block, the blocks are short, and what already sounds should follow the values.
        A generator may return facts (JSON) of what it played, as its provenance.
        """
        raise NotImplementedError

    def holds(self) -> Mapping[str, float]:
        """Seconds of each recording, by name, that its files hold pieces of; empty if none."""
        return {}

    def map(self) -> Sequence[Mapping[str, Any]]:
        """Its sounds on a plane: 'x' and 'y' in 0..1, 'source', 'start' in seconds; or none."""
        return ()

    def together(
        self, parts: Mapping[str, tuple[Model, Mapping[str, float]]], frames: int, seed: int
    ) -> Iterator[Audio] | None:
        """Render as one with the others of a blend, itself among them, by their names.

        The values of each have its ``share`` too, 0..1 and 1 in all. A model whose share is 1
        must sound as it does alone. None where it cannot: then their sounds are mixed.
        """
        return None

    def follow(
        self, source: Audio, values: Mapping[str, float], amount: float, seed: int
    ) -> Iterator[Audio]:
        """Sound the model along ``source`` (of its own rate), which is ``amount`` 0 away."""
        raise NotImplementedError


class Family(Offer):
    """A kind of model: how to start one and how to load one."""

    hook = "families"

    def start(
        self,
        corpus: Corpus,
        values: Mapping[str, float],
        device: Device,
        seed: int,
        cache: Path,
        base: Path | None = None,
    ) -> Network:
        """A network for a corpus, or of the model in ``base`` to extend; ``cache`` is by digest."""
        raise NotImplementedError

    def load(self, folder: Path) -> Model:
        raise NotImplementedError


class Trainer(Offer):
    """Fits a network to its corpus. ``presets`` are settings by a name that people ask for."""

    hook = "trainers"
    presets: Mapping[str, Mapping[str, float]] = {}

    def train(
        self,
        network: Network,
        values: Mapping[str, float],
        device: Device,
        seed: int,
        job: Job,
        between: Callable[[], None],
        memory: Memory,
    ) -> Mapping[str, Any]:
        """Figures for the card; return soon after ``job.advance`` answers False.

        ``between`` is called before the first step and now and then: the network can be saved.
        Checkpoints go to ``memory``, and it goes on from the newest that it finds there.
        """
        raise NotImplementedError

    def estimate(
        self, network: Network, values: Mapping[str, float], device: Device, seed: int
    ) -> float:
        """Seconds that ``train`` would take, by a few real steps; the network stays as it is."""
        raise NotImplementedError
