"""The addresses of presets: keep, recall, list, and go from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_osc.errand import Errand
from timbrel_osc.route import MAIN, Route, pressed, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Kernel
    from timbrel_osc.answers import Answers
    from timbrel_osc.errand import Errands
    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message


class Presets:
    """By the verbs that keep them, whichever plugin offers these."""

    def __init__(self, kernel: Kernel, answers: Answers, errands: Errands) -> None:
        self._kernel = kernel
        self._answers, self._errands = answers, errands
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
            f"{MAIN}/morph": Route(self._morph, "From one preset to another, 0 to 1", "ssf"),
        }

    def _last(self) -> str:
        return self._recalled

    def _load(self, message: Message, peer: Peer) -> None:
        if not message.values:
            return self._answers.say(peer, message.address, self._recalled)
        wanted = message.values[0] if isinstance(message.values[0], int) else word(message)

        def recall() -> str:
            name = self._numbered(wanted) if isinstance(wanted, int) else wanted
            self._run("recall", name)
            return name

        def told(name: str) -> None:
            self._recalled = name
            self._answers.say(peer, message.address, name)

        self._go("load", recall, told, message, peer)

    def _numbered(self, number: int) -> str:
        """The preset of a number, from 1, as a program change has it."""
        names = self._names()
        if not 1 <= number <= len(names):
            raise Problem(f"There is no preset {number}.", f"There are {len(names)}.", "missing")
        return names[number - 1]

    def _save(self, message: Message, peer: Peer) -> None:
        match message.values:
            case [str(name)]:
                replace = False
            case [str(name), int(yes)]:
                replace = bool(yes)
            case _:
                raise Problem(f"{message.address} takes a name, and 1 if it may replace one.")
        save = lambda: self._run("save", name, replace=replace)  # noqa: E731
        told = lambda _: self._answers.say(peer, message.address, name)  # noqa: E731
        self._go(f"save {name}", save, told, message, peer)

    def _list(self, message: Message, peer: Peer) -> None:
        if pressed(message):
            told = lambda names: self._answers.names(peer, message.address, names)  # noqa: E731
            self._go(f"presets {peer}", self._names, told, message, peer)

    def _names(self) -> list[str]:
        return [one["name"] for one in self._run("list")["presets"]]

    def _morph(self, message: Message, peer: Peer) -> None:
        """Two names choose the ends, a number the place between them; together they do both."""
        match message.values:
            case []:
                ends = self._ends or ("", "")
                return self._answers.say(peer, message.address, *ends, self._position)
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
        go = lambda: self._run("morph", a, b, position=position)  # noqa: E731
        self._go("morph", go, lambda _: None, message, peer)

    def _run(self, verb: str, *given: Any, **options: Any) -> Any:
        name = f"presets_{verb}"
        if name not in self._kernel.host.table(offers.Action):
            raise Problem("No plugin keeps presets.", "", "unavailable")
        return self._kernel.host.find(offers.Action, name).run(self._kernel, *given, **options)

    def _go(
        self,
        key: str,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        message: Message,
        peer: Peer,
    ) -> None:
        failed = lambda problem: self._answers.refuse(peer, message.address, problem)  # noqa: E731
        self._errands.ask(Errand(key, work, then, failed))
