"""How long a training would take here, by a few real steps of it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from timbrel import Device, Problem, offers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from timbrel import Kernel

EDITION = "estimate-2"
BEGINNING = 5.0  # seconds until a training has its libraries and sounds together
FAMILY, TRAINER = "grain", "loop"
DRIVERS = ("/dev/nvidiactl", "/dev/kfd")  # there where a machine has an accelerator


@dataclass(frozen=True, slots=True)
class Estimate:
    """Seconds by preset on a device; none, and ``why``, where it could not be measured."""

    device: str
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])
    why: str = ""

    @property
    def says(self) -> str:
        if self.why:
            return f"How long training takes could not be measured: {self.why}"
        each = ", ".join(f"{preset} {_about(time)}" for preset, time in self.seconds.items())
        return f"Training on {self.device} takes about: {each}."


def estimated(kernel: Kernel, corpus: offers.Corpus, device: str) -> Estimate:
    """The estimate for a corpus, measured once for its sounds on this machine and remembered."""
    place = Device(device)
    try:
        family = kernel.host.find(offers.Family, FAMILY)
        trainer = kernel.host.find(offers.Trainer, TRAINER)
        presets = trainer.presets
        file = kernel.places.cache / EDITION / f"{_key(corpus, device, presets)}.json"
        if known := _remembered(file, presets):
            return known
        place = kernel.devices.choose("train", device)
        seconds = _measured(kernel, family, trainer, corpus, place)
        with suppress(Problem), kernel.places.writing(file) as draft:
            draft.write_text(json.dumps({"device": place.name, "seconds": seconds}))
    except Problem as problem:
        return Estimate(place.name, why=str(problem))
    except (NotImplementedError, AttributeError):
        return Estimate(place.name, why=f"the trainer '{TRAINER}' does not estimate.")
    except (RuntimeError, MemoryError) as error:
        told = str(error).partition("\n")[0][:120] or "there is too little memory"
        return Estimate(place.name, why=f"{place.name} failed ({told}).")
    return Estimate(place.name, seconds)


def _measured(
    kernel: Kernel,
    family: offers.Family,
    trainer: offers.Trainer,
    corpus: offers.Corpus,
    place: Device,
) -> dict[str, float]:
    with kernel.devices.lend(place):
        chosen = {c.name: c.rest for c in family.controls}
        network = family.start(corpus, chosen, place, 0, kernel.places.cache)
        beside = BEGINNING + _knobs(kernel, family, network)
        return {
            preset: round(beside + trainer.estimate(network, _settled(trainer, asked), place, 0), 1)
            for preset, asked in trainer.presets.items()
        }


def _knobs(kernel: Kernel, family: offers.Family, network: offers.Network) -> float:
    """Seconds that the mappers take to learn of the model that it will be."""
    descriptors = kernel.host.table(offers.Descriptor)
    mappers = kernel.host.table(offers.Mapper).values()
    with TemporaryDirectory() as folder:
        network.save(Path(folder))
        model = family.load(Path(folder))
        return sum(mapper.estimate(model, descriptors) for mapper in mappers)


def _settled(trainer: offers.Trainer, asked: Mapping[str, float]) -> dict[str, float]:
    return {c.name: c.clamp(asked.get(c.name, c.rest)) for c in trainer.controls}


def _key(corpus: offers.Corpus, wish: str, presets: Mapping[str, Mapping[str, float]]) -> str:
    """What an estimate depends on, as far as it can be told without asking torch: that is slow."""
    machine = [platform.node(), os.cpu_count(), os.environ.get("CUDA_VISIBLE_DEVICES")]
    machine += [os.path.exists(driver) for driver in DRIVERS]
    chosen = {name: dict(values) for name, values in presets.items()}
    facts = [sorted(clip.digest for clip in corpus.clips), wish, machine, chosen, FAMILY, TRAINER]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def _remembered(file: Path, presets: Mapping[str, Any]) -> Estimate | None:
    try:
        known = json.loads(file.read_text())
        seconds = {preset: float(known["seconds"][preset]) for preset in presets}
        return Estimate(str(known["device"]), seconds)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _about(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.1f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
