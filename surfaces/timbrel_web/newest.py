"""The model that whoever opens the page finds loaded."""

from __future__ import annotations

import logging
from threading import Lock, Thread
from typing import TYPE_CHECKING

from timbrel import Problem, hookimpl

if TYPE_CHECKING:
    from timbrel import Kernel

log = logging.getLogger(__name__)


class Newest:
    """Loads the newest model that can be, where none is loaded: at the start, and when one comes.

    Here and not in each page: two pages that load would put each other's knobs to rest.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel, self._one = kernel, Lock()

    @hookimpl
    def models_changed(self, registry: object) -> None:
        if registry is self._kernel.registry and not self._kernel.session.name:
            self.begin()

    def begin(self) -> None:
        """Beside what follows, which takes longer."""
        Thread(target=self.load, daemon=True).start()

    def load(self) -> None:
        """One that cannot be loaded is left to be chosen by hand."""
        with self._one:
            cards = self._kernel.registry.cards()
            for card in sorted(cards, key=lambda card: card.made, reverse=True):
                if self._kernel.session.name:
                    return
                self._try(card.name)

    def _try(self, name: str) -> None:
        try:
            self._kernel.session.load(name, if_none=True)
        except Problem as problem:
            log.warning("%s is not loaded: %s", name, problem)
