"""All the kinds a plugin may offer: those of sound, and the two that people meet."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timbrel.answer import PLACE, held, plain
from timbrel.apart import apart, begun
from timbrel.control import Motion, by_hand, moment, strayed, written
from timbrel.corpus import Clip, Corpus
from timbrel.host import Offer
from timbrel.kinds import (
    Collector,
    Descriptor,
    Executor,
    Exporter,
    Importer,
    Mapper,
    Spatializer,
)
from timbrel.learning import Family, Memory, Model, Near, Network, Trainer
from timbrel.places import synced

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from timbrel.kernel import Kernel

__all__ = [
    "PLACE",
    "Action",
    "Clip",
    "Collector",
    "Corpus",
    "Descriptor",
    "Executor",
    "Exporter",
    "Family",
    "Importer",
    "Mapper",
    "Memory",
    "Model",
    "Motion",
    "Near",
    "Network",
    "Offer",
    "Spatializer",
    "Surface",
    "Trainer",
    "apart",
    "begun",
    "by_hand",
    "held",
    "moment",
    "plain",
    "strayed",
    "synced",
    "written",
]


class Surface(Offer):
    """A face of the kernel: serves until ``stop`` is set.

    One that is ``alone`` has the process and its standard streams to itself, and a command of
    its own name; the others are served together, each on its own thread. ``asks`` is a function
    typed as an action is: its options are those of the command, what was given lies in
    ``kernel.settings`` under <name>_<option>.
    """

    hook = "surfaces"
    alone: bool = False
    asks: Callable[..., None] | None = None

    def serve(self, kernel: Kernel, stop: Event) -> None:
        raise NotImplementedError

    def mount(self, kernel: Kernel) -> Any:
        """Routes (an ASGI app with lifespan) that the web serves under /<name>, or None."""
        return None


@dataclass(frozen=True)
class Action(Offer):
    """A verb that every surface shows: a command, a tool, a route.

    It wraps a function of the kernel and then only numbers, text, paths, choices (Literal) and
    flags, each ``Annotated`` with its words (and PLACE, if it is text that may be a path); what
    follows a ``*`` are options. Surfaces read its signature and docstring, so each verb is
    written once. It answers with a dict that JSON can hold, whose 'says' is the answer in words
    for a person; or with a Job whose result is one. ``group`` makes it a sub-command ('models'
    with 'show'); ``reads`` says that it changes nothing, and ``destroys`` that something is gone
    afterwards.
    """

    hook = "actions"
    run: Callable[..., Any]
    group: str = ""
    reads: bool = False
    destroys: bool = False

    @property
    def verb(self) -> str:
        """The function's own name: the last word of the command."""
        return self.run.__name__.strip("_")

    @property
    def name(self) -> str:  # type: ignore[override]
        return f"{self.group}_{self.verb}" if self.group else self.verb

    @property
    def says(self) -> str:  # type: ignore[override]
        return (inspect.getdoc(self.run) or "").partition("\n")[0].rstrip(".")

    def bound(self, kernel: Kernel) -> Callable[..., Any]:
        """The verb as a plain function without its kernel, annotations resolved."""

        def call(*args: Any, **kwargs: Any) -> Any:
            return self.run(kernel, *args, **kwargs)

        shown = inspect.signature(self.run, eval_str=True)
        kept = [p for p in shown.parameters.values() if p.name != "kernel"]
        empty = inspect.Signature.empty
        call.__signature__ = shown.replace(parameters=kept, return_annotation=empty)  # type: ignore[attr-defined]
        call.__annotations__ = {p.name: p.annotation for p in kept}
        call.__doc__, call.__name__ = self.run.__doc__, self.name
        return call
