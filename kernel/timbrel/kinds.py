"""The kinds that bring, measure, steer, place and keep sound, and that spread work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel.host import Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from timbrel.audio import Audio, Take
    from timbrel.card import Card
    from timbrel.control import Control
    from timbrel.corpus import Corpus
    from timbrel.jobs import Job
    from timbrel.learning import Model
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
    # Of other theory, and more with it: a knob that moves this and not these is not trusted.
    beside: Sequence[Descriptor] = ()

    def measure(self, audio: Audio) -> float:
        """The quality of the whole sound, one number; nan where it cannot be told."""
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

    def estimate(self, model: Model, descriptors: Mapping[str, Descriptor]) -> float:
        """Seconds that ``learn`` would take of such a model, by a small part of it."""
        return 0.0


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
        """``values`` are those of its own ``controls``: rate, bits, quality.

        It puts what it measured of the sound into the dict ``quality`` of the take's recipe.
        """
        raise NotImplementedError

    def recipe(self, path: Path) -> Mapping[str, Any] | None:
        """The recipe in the tags of a file that it wrote; None where there is none to be read."""
        return None


class Executor(Offer):
    """Runs many renders or trainings: here, on all cores, on a cluster."""

    hook = "executors"

    def run(self, tasks: Sequence[Callable[[], Any]], job: Job) -> Iterator[Any]:
        """The answers, in the order of the tasks."""
        raise NotImplementedError
