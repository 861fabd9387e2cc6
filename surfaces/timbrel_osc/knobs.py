"""The addresses of the knobs: move, ask, reset; what came together is one move."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_osc.feedback import Feedback, Peer, address, named
from timbrel_osc.route import MAIN, Route, number, plain, pressed

if TYPE_CHECKING:
    from timbrel import Control, Kernel
    from timbrel_osc.answers import Answers
    from timbrel_osc.packet import Message

SAME = 1e-6  # a float of OSC has seven digits: 0.33 arrives as 0.33000001311302185
SHARE = "share_"  # begins the knobs of a blend that say how much of a model there is


class Knobs:
    """Of several values for one control only the newest reaches the session.

    All that one sender moved since the last ``settle`` arrives there as one move.
    """

    def __init__(self, kernel: Kernel, feedback: Feedback, answers: Answers) -> None:
        self._session = kernel.session
        self._feedback = feedback
        self._answers = answers
        self._moves: dict[Peer, dict[str, float]] = {}
        self._corrected: set[str] = set()

    def routes(self) -> dict[str, Route]:
        routes = {f"{MAIN}/params": Route(self._params, "All knobs are told")}
        for place, control in enumerate(self._session.controls.values(), 1):
            own = self._of(control)
            routes |= own
            unit = own[f"{address(control.name)}/normalized"]
            routes[f"{MAIN}/knob/{place}"] = replace(unit, wide=False)
        return routes

    def _of(self, control: Control) -> dict[str, Route]:
        at, reach = address(control.name), (control.low, control.high)
        stands = partial(self._stands, control)
        raw = Route(partial(self._param, control, False), control.says, "f", True, stands, reach)
        turn = lambda: control.to_unit(stands())  # noqa: E731
        unit = Route(partial(self._param, control, True), control.says, "f", True, turn, (0, 1))
        rest = Route(partial(self._reset, control), f"{control.name} to its rest", "", True)
        routes = {at: raw, f"{at}/normalized": unit, f"{at}/reset": rest}
        if control.name.startswith(SHARE):
            routes[f"{MAIN}/blend/{plain(control.name.removeprefix(SHARE))}"] = raw
        return routes

    def settle(self) -> None:
        """Move what has been gathered."""
        moves, self._moves = self._moves, {}
        corrected, self._corrected = self._corrected, set()
        for peer, values in moves.items():
            try:
                self._session.move(values, origin=named(peer))
            except Problem as problem:  # another model came in between
                self._answers.refuse(peer, f"{MAIN}/param", problem)
        self._feedback.mark(corrected)

    def lacks(self, name: str) -> Problem:
        there = ", ".join(map(plain, self._session.controls)) or "none until a model is loaded"
        return Problem(f"No control '{name}'.", f"There is: {there}.", "missing")

    def _stands(self, control: Control) -> float:
        return self._session.values.get(control.name, control.rest)

    def _param(self, control: Control, unit: bool, message: Message, peer: Peer) -> None:
        if not message.values:
            self.settle()
            stands = self._stands(control)
            value = control.to_unit(stands) if unit else stands
            return self._answers.say(peer, message.address, float(value))
        value = number(message)
        low, high = (0.0, 1.0) if unit else (control.low, control.high)
        inside = min(max(value, low), high)
        moved = round(control.from_unit(inside) if unit else inside, 6)
        self._move(control, moved, peer)
        if abs(inside - value) > SAME:
            self._corrected.add(control.name)

    def _reset(self, control: Control, message: Message, peer: Peer) -> None:
        if pressed(message):
            self._move(control, control.rest, peer)
            self._corrected.add(control.name)  # who asked does not know where that is

    def _move(self, control: Control, value: float, peer: Peer) -> None:
        for moves in self._moves.values():
            moves.pop(control.name, None)
        self._moves.setdefault(peer, {})[control.name] = value

    def _params(self, message: Message, peer: Peer) -> None:
        self.settle()
        unit = "normalized" in message.values
        self._feedback.tell(self._session, self._session.controls, peer, unit)
