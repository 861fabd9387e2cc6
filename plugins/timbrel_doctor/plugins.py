"""The plugins found, and those that were set aside."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from timbrel import Problem, offers
from timbrel_doctor.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timbrel import Kernel


def plugins(kernel: Kernel) -> Iterator[Finding]:
    """Every offer is asked for, so that what breaks only then is found too."""
    troubles = [trouble for kind in _kinds() for trouble in _offers(kernel, kind)]
    broken = kernel.host.broken
    found = [name for name, _ in kernel.host.manager.list_name_plugin() if name not in broken]
    yield Finding("plugins", ", ".join(sorted(found)), facts={"found": sorted(found)})
    for name, why in broken.items():
        facts = {"plugin": name, "error": why}
        yield Finding("plugins", f"{name} was set aside: {why}", "wrong", _mend(name), facts)
    yield from troubles


def _kinds() -> list[type[offers.Offer]]:
    named = (getattr(offers, name) for name in offers.__all__)
    kinds = (k for k in named if isinstance(k, type) and issubclass(k, offers.Offer))
    return [k for k in kinds if k is not offers.Offer]


def _offers(kernel: Kernel, kind: type[offers.Offer]) -> Iterator[Finding]:
    try:
        names = list(kernel.host.table(kind))
    except Problem as problem:
        yield Finding("plugins", problem.what, "wrong", problem.mend)
        return
    for name in names:
        try:
            kernel.host.find(kind, name)
        except Problem as problem:
            yield Finding("plugins", problem.what, "wrong", problem.mend)


def _mend(name: str) -> str:
    for point in entry_points(group="timbrel", name=name):
        maker = point.dist.name if point.dist else ""
        if maker and maker != "timbrel":
            return f"Update it, or: pip uninstall {maker}, or leave it out: --without {name}"
    return f"Install Timbrel anew, or leave it out: --without {name}"
