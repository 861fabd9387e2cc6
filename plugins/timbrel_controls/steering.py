"""A controller that is moved moves what it steers, or does what its button does."""

from __future__ import annotations

import logging
from threading import Thread
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, ref

from timbrel import Kernel, Problem, offers
from timbrel_controls.board import Board
from timbrel_controls.easing import NEAR, Easing, Way

if TYPE_CHECKING:
    from timbrel_controls.steer import Steer

log = logging.getLogger(__name__)


class Steering:
    """The controllers of one kernel."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = ref(kernel)  # it holds this one
        self._session = kernel.session
        self.board = Board(kernel.places)
        self._easing = Easing(kernel.session)
        self._down: set[str] = set()

    def moved(self, address: str, value: float, origin: str) -> None:
        try:
            steer = self.board.learnt(address)
        except Problem as problem:  # the file is damaged: said where it is asked for
            return log.warning("%s", problem)
        if steer is None:
            return
        if steer.verb:
            self._press(address, steer, value)
        elif control := self._session.controls.get(steer.knob):
            goal = steer.at(value, control)
            if steer.smoothing:
                near = NEAR * (control.high - control.low)
                return self._easing.go(control.name, Way(goal, steer.smoothing, origin, near))
            self._easing.leave(control.name)
            self._session.move({control.name: goal}, origin=origin)

    def _press(self, address: str, steer: Steer, value: float) -> None:
        """A button acts as it goes down, once, however often it says that it is."""
        down = steer.share(value) > 0
        was = address in self._down
        (self._down.add if down else self._down.discard)(address)
        if down and not was:
            Thread(target=self._do, args=(steer.verb,), name="button", daemon=True).start()

    def _do(self, verb: str) -> None:
        kernel = self._kernel()
        if kernel is None:
            return
        name, _, rest = verb.partition(":")
        action = {"preset": "presets_recall", "live": f"live_{rest}"}.get(name, name)
        given = {"preset": [rest], "generate": [self._session.name]}.get(name, [])
        try:
            kernel.host.find(offers.Action, action).run(kernel, *given)
        except Problem as problem:
            log.warning("%s: %s", verb, problem)
        except Exception:
            log.exception("%s failed", verb)


_all: WeakKeyDictionary[Kernel, Steering] = WeakKeyDictionary()


def steering(kernel: Kernel) -> Steering:
    """That of a kernel, made when it is first asked for."""
    if kernel not in _all:
        _all[kernel] = Steering(kernel)
    return _all[kernel]
