"""One training in its own process: from the recordings to the model on the shelf."""

from __future__ import annotations

import logging
import shutil
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from timbrel import Card, Device, Job, Kernel, Problem, offers
from timbrel_train.knobs import learnt
from timbrel_train.lock import Lock
from timbrel_train.preview import Previews
from timbrel_train.reading import Early, Reading
from timbrel_train.record import carded
from timbrel_train.share import Share
from timbrel_train.sources import gathered
from timbrel_train.words import answered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from timbrel_train.run import Run
    from timbrel_train.spec import Spec

log = logging.getLogger(__name__)
GATHERED, ANALYSED, LEARNT = 0.03, 0.06, 0.95  # shares of the whole at which these are done
ROOM = 100e6  # bytes: where fewer are free, that is why a model cannot be written
FAIR = 0.5  # share of the minutes that stays for training, however long the reading took
WAIT = 0.5  # seconds between two looks whether the device is free


class Lost(Exception):
    """The device failed in use; the message says how."""


@dataclass
class Training:
    """``said`` hears sentences for a person, ``spent`` tells the seconds since it was asked."""

    kernel: Kernel
    run: Run
    spec: Spec
    job: Job
    said: Callable[[str], None]
    spent: Callable[[], float]
    waited: float = 0.0

    def done(self) -> dict[str, Any]:
        """The answer of the verb, once the model is on the shelf; Early, Lost or a Problem."""
        manifest = self.run.read("corpus.json")
        reading = Job("reading") if self.spec.finish else Share(self.job, 0.0, GATHERED)
        corpus, manifest = gathered(self.kernel, self.spec, reading, manifest)
        if reading.stopping:
            raise Early
        self.run.write("corpus.json", manifest, self.kernel.places.writing)
        device = self.kernel.devices.choose("train", self.spec.device)
        lock = self._held(device)
        try:
            network, figures = self._learnt(corpus, device)
        except RuntimeError as error:
            if device.kind == "cpu":
                raise
            log.warning("%s failed", device.name, exc_info=True)
            reason = str(error).partition("\n")[0][:120]
            raise Lost(f"{device.name} failed ({reason})") from error
        finally:
            lock.free()
        return self._shelved(network, corpus, manifest, figures, device)

    def _learnt(
        self, corpus: offers.Corpus, device: Device
    ) -> tuple[offers.Network, Mapping[str, Any]]:
        kind = self.kernel.host.find(offers.Family, self.spec.family)
        way = self.kernel.host.find(offers.Trainer, self.spec.trainer)
        network = self._started(kind, corpus, device)
        job = Share(self.job, ANALYSED, LEARNT)
        between = partial(Previews(self.kernel, kind, self.run, job).hear, network)
        memory = self.run.checkpoints(self.kernel.places.writing, self.said)
        figures = way.train(network, self._settings(), device, self.spec.seed, job, between, memory)
        return network, figures

    def _started(
        self, kind: offers.Family, corpus: offers.Corpus, device: Device
    ) -> offers.Network:
        analysing = Job("analysing") if self.spec.finish else Share(self.job, GATHERED, ANALYSED)
        reading = Reading(corpus, analysing)
        base = self.run.path("base") if self.spec.base else None
        values, seed, cache = self.spec.values, self.spec.seed, self.kernel.places.cache
        network = kind.start(reading.corpus, values, device, seed, cache, base)
        reading.over = True
        return network

    def _settings(self) -> dict[str, float]:
        """With the minutes that are left of those that were asked for."""
        settings = dict(self.spec.settings)
        minutes = settings.get("minutes")
        if minutes is not None and not settings.get("steps"):
            spent = (self.spent() - self.waited) / 60
            settings["minutes"] = max(minutes - spent, FAIR * minutes)
        return settings

    def _held(self, device: Device) -> Lock:
        """The lock of the device: two trainings on one would be slower than one after another."""
        name = f".device-{device.name.replace(':', '-')}.lock"
        lock, since = Lock(self.run.folder.parent / name), time.monotonic()
        while not lock.take() and not self.spec.finish:
            note = f"waiting for {device.name}: process {lock.holder()} trains on it"
            if not self.job.advance(self.job.part, note):
                raise Early
            time.sleep(WAIT)
        self.waited = time.monotonic() - since
        return lock

    def _shelved(
        self,
        network: offers.Network,
        corpus: offers.Corpus,
        manifest: Mapping[str, Any],
        figures: Mapping[str, Any],
        device: Device,
    ) -> dict[str, Any]:
        if self.job.stopping and self.run.wish() == "pause":
            raise Early
        draft = self.run.emptied()
        try:
            network.save(draft)
        except Exception as error:
            if problem := _full(draft):
                raise problem from error
            raise
        card = self.kernel.registry.add(carded(self.spec, manifest, figures, device.name), draft)
        since = time.monotonic()
        self._knobs(card, corpus)
        stopped = self.job.stopping and figures.get("steps", 0) < figures.get("of", 0)
        answer = answered(card, manifest, figures, stopped)
        return answer | {"knobs_seconds": time.monotonic() - since}

    def _knobs(self, card: Card, corpus: offers.Corpus) -> None:
        """Let the mappers learn of the model, which can be played by now."""
        registry, job = self.kernel.registry, Share(self.job, LEARNT, 1.0)
        knobs = learnt(self.kernel, registry.open(card.name), corpus, job, self.said)
        if knobs:
            registry.keep(replace(card, knobs=knobs))


def _full(folder: Path) -> Problem | None:
    """What to say where the disk is full: each library has another error for it, or none."""
    free = shutil.disk_usage(folder).free
    if free > ROOM:
        return None
    what = f"The model could not be written: {free / 1e6:.0f} MB are free in {folder}."
    return Problem(what, "Make room, then: timbrel train --resume.", "unavailable")
