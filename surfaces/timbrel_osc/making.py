"""The addresses that make a take, and what is said of it until it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from timbrel import Job, Problem, offers
from timbrel_osc.errand import Errand
from timbrel_osc.route import MAIN, Route, number, pressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from timbrel import Kernel
    from timbrel_osc.answers import Answers
    from timbrel_osc.errand import Errands
    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message

MOST = 4  # takes that OSC may have under way
ADDRESS, KEEP = f"{MAIN}/generate", f"{MAIN}/transport/keep"


class Making:
    """Takes of the model that is loaded, its knobs as they stand, and of what was recorded live.

    ``moving`` are the options of 'generate' that say which knobs move by themselves.
    """

    def __init__(
        self,
        kernel: Kernel,
        answers: Answers,
        errands: Errands,
        moving: Callable[[], dict[str, Any]],
    ) -> None:
        self._kernel = kernel
        self._answers, self._errands, self._moving = answers, errands, moving
        self._under_way: dict[str, tuple[Peer, str, str]] = {}
        self._asked = 0
        self._loop = False

    def routes(self) -> dict[str, Route]:
        says = "Make a take: seconds, a seed, a word of yours that comes back with it"
        loops = "Whether takes are loops, whose end goes on into the beginning"
        loop = Route(self._looped, loops, "i", value=lambda: int(self._loop), reach=(0, 1))
        keep = Route(self._keep, "End the recording and keep it as a take")
        make = Route(self._generate, says, "fis")
        return {ADDRESS: make, f"{MAIN}/transport/loop": loop, KEEP: keep}

    def changed(self, job: Job) -> None:
        """News of a job, from any thread."""
        if job.ended and job.name in self._under_way:
            self._errands.tell(lambda: self._ended(job))

    def _looped(self, message: Message, peer: Peer) -> None:
        if not message.values:
            return self._answers.say(peer, message.address, int(self._loop))
        self._loop = number(message) > 0

    def _generate(self, message: Message, peer: Peer) -> None:
        options, tag = _wish(message)
        if len(self._under_way) + self._asked >= MOST:
            raise Problem(f"{MOST} takes are under way.", "Wait for one.", "unavailable")
        name = self._kernel.session.name
        if not name:
            raise Problem("No model is loaded.", f"Load one: {MAIN}/model/load.")
        loop = {"loop": True} if self._loop else {}
        action, options = self._action("generate"), {**self._moving(), **loop, **options}
        self._ask(ADDRESS, lambda: action.run(self._kernel, name, **options), peer, tag)

    def _keep(self, message: Message, peer: Peer) -> None:
        if pressed(message):
            action = self._action("live_keep")
            self._ask(KEEP, lambda: action.run(self._kernel), peer, "")

    def _ask(self, address: str, work: Callable[[], Any], peer: Peer, tag: str) -> None:
        self._asked += 1
        key = f"{address} {self._asked} {peer} {tag}"
        begun = lambda answer: self._begun(answer, peer, tag, address)  # noqa: E731
        try:
            self._errands.ask(
                Errand(key, work, begun, lambda why: self._failed(peer, why, address))
            )
        except Problem:
            self._asked -= 1
            raise

    def _action(self, name: str) -> offers.Action:
        return self._kernel.host.find(offers.Action, name)

    def _failed(self, peer: Peer, problem: Problem, address: str) -> None:
        self._asked -= 1
        self._answers.refuse(peer, address, problem)

    def _begun(self, answer: Any, peer: Peer, tag: str, address: str) -> None:
        self._asked -= 1
        if not isinstance(answer, Job):
            return self._rendered(answer, peer, tag)
        self._under_way[answer.name] = peer, tag, address
        self._answers.say(peer, f"{MAIN}/job", answer.name, answer.state, float(answer.part))
        if answer.ended:
            self._ended(answer)

    def _ended(self, job: Job) -> None:
        if job.name not in self._under_way:
            return
        peer, tag, address = self._under_way.pop(job.name)
        try:
            self._rendered(job.result(0), peer, tag)
        except Problem as problem:
            self._answers.refuse(peer, address, problem)
        except Exception:
            mistake = Problem("Something broke inside Timbrel.", "Its log says where.")
            self._answers.refuse(peer, address, mistake)

    def _rendered(self, facts: dict[str, Any], peer: Peer, tag: str) -> None:
        """By the file's name alone: OSC is told no paths."""
        name, seconds = Path(facts["path"]).name, float(facts.get("seconds", 0.0))
        self._answers.say(peer, f"{MAIN}/render", name, seconds, tag)


def _wish(message: Message) -> tuple[dict[str, Any], str]:
    """The first number is seconds, the next a seed; a word anywhere comes back."""
    words = [value for value in message.values if isinstance(value, str)]
    numbers = [value for value in message.values if not isinstance(value, str)]
    if len(words) > 1 or len(numbers) > 2:
        raise Problem(f"{message.address} takes seconds, a seed and a word.")
    options: dict[str, Any] = {}
    if numbers:
        options["duration"] = round(float(numbers[0]), 6)
    if len(numbers) == 2:
        options["seed"] = int(numbers[1])
    return options, words[0] if words else ""
