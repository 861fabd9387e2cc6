"""The demo's model among the others: known again as such, and never put in another's place."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from timbrel import Kernel

MARK = {"corpus": "demo"}


def free_name(kernel: Kernel) -> str:
    """'demo' if no model bears that name, or an earlier demo's; else demo-2 and so on."""
    names = itertools.chain(["demo"], (f"demo-{count}" for count in itertools.count(2)))
    return next(name for name in names if _free(kernel, name))


def _free(kernel: Kernel, name: str) -> bool:
    try:
        settings = kernel.registry.card(name).settings
    except Problem as problem:
        return problem.kind == "missing"
    return settings.items() >= MARK.items()


def marked(kernel: Kernel, name: str) -> None:
    """Note on a model's card that a demo made it."""
    card = kernel.registry.card(name)
    kernel.registry.keep(replace(card, settings={**card.settings, **MARK}))
