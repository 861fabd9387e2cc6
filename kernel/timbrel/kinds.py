"""The kinds that bring, learn, change, measure and keep sound, and what passes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel.host import Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np

    from timbrel.audio import Audio, Take
    from timbrel.card import Card
    from timbrel.control import Control
    from timbrel.corpus import Corpus
    from timbrel.devices import Device
    from timbrel.jobs import Job
    from timbrel.places import Places


class Importer(Offer):
    """Reads a file into Audio, at the file's own rate and with its own channels."""

    hook = "importers"
    suffixes: tuple[str, ...]

    def read(self, path: Path) -> Audio:
        raise NotImplementedError


class Collector(Offer):
    """Gathers the sounds of a place, a folder say, into a Corpus."""

    hook = "collectors"

    def knows(self, place: str, places: Places) -> bool:
        """Whether ``place`` is one of its own; the first collector that knows one collects it."""
        return False

    def collect(
        self, place: str, readers: Mapping[str, Importer], places: Places, job: Job
    ) -> Corpus:
        """Read ``place`` by ``readers`` (importers by suffix); a Problem if nothing is usable."""
        raise NotImplementedError


class Descriptor(Offer):
    """Measures one audible quality."""

    hook = "descriptors"
    unit: str = ""

    def measure(self, audio: Audio) -> float:
        """The quality of the whole sound, one number; nan where it cannot be told."""
        raise NotImplementedError


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
        A generator may return facts (JSON) of what it played, as its provenance.
        """
        raise NotImplementedError

    def map(self) -> Sequence[Mapping[str, Any]]:
        """Its sounds on a plane: 'x' and 'y' in 0..1, 'source', 'start' in seconds; or none."""
        return ()

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
    """Fits a network to its corpus."""

    hook = "trainers"

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


class Mapper(Offer):
    """Puts controls a person understands in front of the ones a model has.

    It is asked again at every block, so one that moves by itself needs nothing more.
    """

    hook = "mappers"

    def front(self, model: Model, card: Card) -> Sequence[Control]:
        raise NotImplementedError

    def resolve(self, values: Mapping[str, float], model: Model) -> Mapping[str, float]:
        raise NotImplementedError

    def learn(
        self,
        model: Model,
        corpus: Corpus,
        descriptors: Mapping[str, Descriptor],
        job: Job,
    ) -> Mapping[str, Any]:
        """What ``front`` and ``resolve`` need to know of a new model: JSON, for ``Card.knobs``.

        Empty where there is nothing to know, or once ``job.advance`` has answered False.
        """
        return {}


class Spatializer(Offer):
    """Places a sound: stereo, binaural, a ring of loudspeakers."""

    hook = "spatializers"

    def place(self, take: Take, values: Mapping[str, float]) -> Take:
        """The same take elsewhere: block by block, with its own number of channels."""
        raise NotImplementedError


class Exporter(Offer):
    """Writes a take block by block, its recipe in the tags if there are any. Named by suffix."""

    hook = "exporters"

    def write(self, take: Take, path: Path, values: Mapping[str, float]) -> None:
        """``values`` are those of its own ``controls``: rate, bits, quality."""
        raise NotImplementedError


class Executor(Offer):
    """Runs many renders or trainings: here, on all cores, on a cluster."""

    hook = "executors"

    def run(self, tasks: Sequence[Callable[[], Any]], job: Job) -> Iterator[Any]:
        """The answers, in the order of the tasks."""
        raise NotImplementedError
