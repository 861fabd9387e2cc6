"""A dataset as a corpus: the files that were taken in, wherever they lie by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_corpus.folder import counted, gathered, nothing, remembered
from timbrel_corpus.shelf import Shelf
from timbrel_corpus.tracing import traced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Job


class Dataset(offers.Collector):
    """Collects the files of a dataset, known by its name."""

    name = "dataset"
    says = "The sounds of a dataset, by its name"
    needs = ("numpy", "soundfile", "soxr")

    def knows(self, place: str, places: Any) -> bool:
        return Shelf(places).holds(place)

    def collect(
        self, place: str, readers: Mapping[str, offers.Importer], places: Any, job: Job
    ) -> offers.Corpus:
        shelf = Shelf(places)
        document = shelf.read(place)
        if not document.entries:
            raise Problem(f"The dataset '{place}' is empty.", f"timbrel dataset remove {place}")
        memo = remembered(f"dataset:{place}", places)
        files = traced(document, shelf.folder(place), memo)
        corpus = gathered(files, memo, readers, places, job)
        left_out = {**document.left_out, **corpus.left_out}
        corpus = offers.Corpus(corpus.clips, left_out, {**document.aside, **corpus.warnings})
        if not corpus.clips and not job.stopping:
            raise nothing(f"the dataset '{place}'", corpus)
        return counted(place, corpus)
