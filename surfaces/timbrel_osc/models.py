"""The addresses of the model: which there are, which plays, and blends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timbrel_osc.knobs import SHARE
from timbrel_osc.route import MAIN, Route, named, numbered, pressed

if TYPE_CHECKING:
    from timbrel import Kernel
    from timbrel_osc.answers import Answers
    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message
    from timbrel_osc.verbs import Verbs


class Models:
    """Loading takes its time: it is answered when the model is there."""

    def __init__(self, kernel: Kernel, answers: Answers, verbs: Verbs) -> None:
        self._kernel = kernel
        self._session = kernel.session
        self._answers, self._verbs = answers, verbs

    def routes(self) -> dict[str, Route]:
        name = lambda: self._session.name  # noqa: E731
        load = Route(self._load, "Load a model by its name or number", "s", value=name)
        blend = Route(self._load, "Load a blend, as a:0.6+b:0.4", "s", value=self._blend)
        routes = {f"{MAIN}/{at}": load for at in ("model", "model/load", "load")}
        listed = Route(self._list, "The names of all models are told")
        return routes | {f"{MAIN}/model/list": listed, f"{MAIN}/blend": blend}

    def _load(self, message: Message, peer: Peer) -> None:
        if not message.values:
            blend = message.address.endswith("/blend")
            now = self._blend() if blend else self._session.name
            return self._answers.say(peer, message.address, now)
        wanted = named(message)

        def load() -> str:
            name = numbered(wanted, self._names, "model")
            self._session.load(name, origin="osc")
            return name

        told = lambda name: self._answers.say(peer, message.address, name)  # noqa: E731
        self._verbs.beside(message, peer, load, told, "load")

    def _blend(self) -> str:
        """As one would write it: a:0.6+b:0.4, or one name."""
        session, values = self._session, self._session.values
        names = session.name.split("+")
        if len(names) == 1:
            return session.name
        return "+".join(f"{name}:{values.get(SHARE + name, 0):.4g}" for name in names)

    def _list(self, message: Message, peer: Peer) -> None:
        if pressed(message):
            self._answers.names(peer, message.address, self._names())

    def _names(self) -> list[str]:
        return [card.name for card in self._kernel.registry.cards()]
