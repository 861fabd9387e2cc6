"""Actions and other slow work as messages ask for it: beside the thread that plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timbrel import Problem, offers
from timbrel_osc.errand import Errand

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Kernel
    from timbrel_osc.answers import Answers
    from timbrel_osc.errand import Errands
    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message

LACKS = {
    "presets": "keeps presets",
    "controllers": "learns controllers",
    "train": "trains",
    "runs": "trains",
    "dataset": "keeps datasets",
}


class Verbs:
    """Whichever plugin offers them. What fails is told to whoever asked."""

    def __init__(self, kernel: Kernel, answers: Answers, errands: Errands) -> None:
        self._kernel, self._answers, self._errands = kernel, answers, errands

    def run(self, name: str, /, *given: Any, **options: Any) -> Any:
        """The answer of the action of that name, here and now."""
        if name not in self._kernel.host.table(offers.Action):
            raise Problem(f"No plugin {LACKS[name.partition('_')[0]]}.", "", "unavailable")
        return self._kernel.host.find(offers.Action, name).run(self._kernel, *given, **options)

    def beside(
        self,
        message: Message,
        peer: Peer,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        key: str = "",
    ) -> None:
        """Do the work in its turn, and ``then`` what is to be said of it.

        Of those that wait under one key the newest counts; without one each wish has its own.
        """
        failed = lambda problem: self._answers.refuse(peer, message.address, problem)  # noqa: E731
        self._errands.ask(
            Errand(key or f"{message.address} {message.values} {peer}", work, then, failed)
        )
