"""The kernel itself: a host, places, devices, a registry, jobs and a session, put together once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel.devices import Devices
from timbrel.jobs import Jobs
from timbrel.kinds import Collector, Importer
from timbrel.live import Live
from timbrel.performance import Performance
from timbrel.places import Places
from timbrel.registry import Registry
from timbrel.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from timbrel.audio import Audio
    from timbrel.corpus import Corpus
    from timbrel.host import Host
    from timbrel.jobs import Job


class Kernel:
    """What actions and surfaces are handed. Its session is the one that surfaces share.

    ``settings`` are what the person asked of the surfaces: host, port, osc_port, open, roots.
    """

    def __init__(self, host: Host, home: Path) -> None:
        self.host = host
        self.places = Places(home)
        self.devices = Devices(host)
        self.registry = Registry(self.places, host)
        self.jobs = Jobs(host)
        self.settings: dict[str, Any] = {}
        self.session = self.new_session()
        self.live = Live(self.session)

    @property
    def readers(self) -> dict[str, Importer]:
        """The importers, by suffix."""
        table = self.host.table(Importer).values()
        return {suffix: reader for reader in table for suffix in reader.suffixes}

    def corpus(self, place: str, job: Job, kind: str = "") -> Corpus:
        """The sounds of a place, by the first collector that knows it, or the one of a name."""
        table = self.host.table(Collector)
        knowing = (name for name, one in table.items() if one.knows(place, self.places))
        collector = self.host.find(Collector, kind or next(knowing, "folder"))
        return collector.collect(place, self.readers, self.places, job)

    def recording(self, path: Path, job: Job) -> tuple[Audio, list[str]]:
        """One recording as a corpus would take it in, and what is to be said of it."""
        corpus = self.corpus(str(path), job, "folder")
        clip = corpus.clips[0]
        return clip.read(), [why for name, why in corpus.warnings.items() if name == clip.name]

    def performance(self, facts: Mapping[str, Any], frames: int) -> Performance:
        """What was played live, by what was written down of it; a Problem if it cannot be read."""
        return Performance.again(facts, frames)

    def new_session(self) -> Session:
        return Session(self.host, self.registry, self.places)
