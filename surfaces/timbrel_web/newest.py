"""The model that whoever opens the page finds loaded."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from timbrel import Problem

if TYPE_CHECKING:
    from timbrel import Kernel

log = logging.getLogger(__name__)


def newest_loaded(kernel: Kernel) -> None:
    """Load the newest model that can be, where none is; one that cannot is left to be chosen."""
    for card in sorted(kernel.registry.cards(), key=lambda card: card.made, reverse=True):
        if kernel.session.name:
            return
        try:
            kernel.session.load(card.name)
        except Problem as problem:
            log.warning("%s is not loaded: %s", card.name, problem)
