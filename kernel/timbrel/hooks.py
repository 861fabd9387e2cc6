"""The hooks: all that the kernel and its plugins ever say to each other.

A noun is an offer: every plugin's list is joined into one table.
A past tense is news: every plugin hears it, no answer is awaited.
A verb is a question: the first answer that is not None wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from timbrel import offers
    from timbrel.audio import Take
    from timbrel.devices import Device
    from timbrel.jobs import Job
    from timbrel.kernel import Kernel
    from timbrel.registry import Registry
    from timbrel.session import Session

NAME = "timbrel"
hookspec = pluggy.HookspecMarker(NAME)
hookimpl = pluggy.HookimplMarker(NAME)


# Offers: asked once, when the table of that kind is first read.


@hookspec
def importers() -> Sequence[offers.Importer]:
    """Readers of sound files."""
    ...


@hookspec
def descriptors() -> Sequence[offers.Descriptor]:
    """Measures of audible qualities."""
    ...


@hookspec
def collectors() -> Sequence[offers.Collector]:
    """Gatherers of the sounds of a place into a corpus."""
    ...


@hookspec
def families() -> Sequence[offers.Family]:
    """Kinds of model."""
    ...


@hookspec
def trainers() -> Sequence[offers.Trainer]:
    """Ways to fit a network to a corpus."""
    ...


@hookspec
def mappers() -> Sequence[offers.Mapper]:
    """Ways to put controls in front of a model."""
    ...


@hookspec
def spatializers() -> Sequence[offers.Spatializer]:
    """Ways to place a sound."""
    ...


@hookspec
def exporters() -> Sequence[offers.Exporter]:
    """Writers of sound files."""
    ...


@hookspec
def executors() -> Sequence[offers.Executor]:
    """Ways to run many renders or trainings."""
    ...


@hookspec
def actions() -> Sequence[offers.Action]:
    """Verbs that every surface shows."""
    ...


@hookspec
def surfaces() -> Sequence[offers.Surface]:
    """Faces of the kernel."""
    ...


# News: told after the fact, outside every lock. A listener that raises is logged and skipped.


@hookspec
def controls_moved(session: Session, values: Mapping[str, float], origin: str) -> None:
    """Some controls have new values; ``origin`` is the surface that moved them, or empty."""


@hookspec
def controller_moved(kernel: Kernel, address: str, value: float, origin: str) -> None:
    """A fader or a button of a player says where it is; no surface knows what it steers."""


@hookspec
def take_made(session: Session, take: Take, path: Path) -> None:
    """A rendering is complete and lies at ``path``, its recipe beside it."""


@hookspec
def job_changed(job: Job) -> None:
    """A job began, advanced, ended or failed."""


@hookspec
def models_changed(registry: Registry) -> None:
    """A model came, went or has a new card."""


# Questions.


@hookspec(firstresult=True)
def choose_device(devices: Sequence[Device], purpose: str) -> Device | None:
    """Pick the device for 'train' or 'render', or None to leave it to the next."""
