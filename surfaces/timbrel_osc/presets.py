"""The addresses of presets: keep, recall, list, and go from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_osc.route import MAIN, Route, named, numbered, pressed

if TYPE_CHECKING:
    from timbrel_osc.answers import Answers
    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message
    from timbrel_osc.verbs import Verbs


class Presets:
    """By the verbs that keep them, whichever plugin offers these."""

    def __init__(self, answers: Answers, verbs: Verbs) -> None:
        self._answers, self._verbs = answers, verbs
        self._ends: tuple[str, str] | None = None
        self._position = 0.5
        self._recalled = ""

    def routes(self) -> dict[str, Route]:
        load = Route(self._load, "Recall a preset by name or number", "s", value=self._last)
        return {
            f"{MAIN}/preset": load,
            f"{MAIN}/preset/load": load,
            f"{MAIN}/preset/save": Route(self._save, "Keep the knobs under a name", "s"),
            f"{MAIN}/preset/list": Route(self._list, "The names of all presets are told"),
            f"{MAIN}/morph": Route(
                self._morph, "From one preset to another, 0 to 1", "ssf", value=self._stands
            ),
        }

    def _stands(self) -> tuple[str, str, float]:
        a, b = self._ends or ("", "")
        return a, b, self._position

    def _last(self) -> str:
        return self._recalled

    def _load(self, message: Message, peer: Peer) -> None:
        if not message.values:
            return self._answers.say(peer, message.address, self._recalled)
        wanted = named(message)

        def recall() -> str:
            name = numbered(wanted, self._names, "preset")
            self._verbs.run("presets_recall", name)
            return name

        def told(name: str) -> None:
            self._recalled = name
            self._answers.say(peer, message.address, name)

        self._verbs.beside(message, peer, recall, told, "load")

    def _save(self, message: Message, peer: Peer) -> None:
        match message.values:
            case [str(name)]:
                replace = False
            case [str(name), int(yes)]:
                replace = bool(yes)
            case _:
                raise Problem(f"{message.address} takes a name, and 1 if it may replace one.")
        save = lambda: self._verbs.run("presets_save", name, replace=replace)  # noqa: E731
        told = lambda _: self._answers.say(peer, message.address, name)  # noqa: E731
        self._verbs.beside(message, peer, save, told, f"save {name}")

    def _list(self, message: Message, peer: Peer) -> None:
        if pressed(message):
            told = lambda names: self._answers.names(peer, message.address, names)  # noqa: E731
            self._verbs.beside(message, peer, self._names, told)

    def _names(self) -> list[str]:
        return [one["name"] for one in self._verbs.run("presets_list")["presets"]]

    def _morph(self, message: Message, peer: Peer) -> None:
        """Two names choose the ends, a number the place between them; together they do both."""
        match message.values:
            case []:
                return self._answers.say(peer, message.address, *self._stands())
            case [str(a), str(b), *rest]:
                self._ends = a, b
            case [*rest]:
                pass
        match rest:
            case []:
                return
            case [int() | float() as place] if self._ends:
                self._position = min(max(float(place), 0.0), 1.0)
            case _:
                raise Problem(f"{message.address} takes two presets, and a place from 0 to 1.")
        a, b, position = *self._ends, round(self._position, 6)
        go = lambda: self._verbs.run("presets_morph", a, b, position=position)  # noqa: E731
        self._verbs.beside(message, peer, go, lambda _: None, "morph")
