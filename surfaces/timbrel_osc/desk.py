"""Which address does what: finds it, exactly or by a pattern, and has it done."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from timbrel import Problem
from timbrel_osc.answers import Answers
from timbrel_osc.audience import Audience
from timbrel_osc.knobs import Knobs
from timbrel_osc.learning import Learning
from timbrel_osc.making import Making
from timbrel_osc.models import Models
from timbrel_osc.motion import Motion
from timbrel_osc.packet import Message
from timbrel_osc.pattern import Wrong, is_pattern, reached
from timbrel_osc.presets import Presets
from timbrel_osc.reach import Reach
from timbrel_osc.recording import Recording
from timbrel_osc.route import MAIN, ROOT, Route
from timbrel_osc.training import Training
from timbrel_osc.transport import Transport
from timbrel_osc.verbs import Verbs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from timbrel import Job, Kernel
    from timbrel_osc.errand import Errands
    from timbrel_osc.feedback import Feedback, Peer

ANSWERS = {f"{ROOT}/{end}" for end in ("error", "pong")}


class Desk:
    """Takes messages and answers whoever sent them; moves are gathered until ``settle``."""

    def __init__(
        self,
        kernel: Kernel,
        feedback: Feedback,
        send: Callable[[bytes, Peer], None],
        errands: Errands,
        clock: Callable[[], float],
        reach: Reach = Reach(),  # noqa: B008
    ) -> None:
        self._session = kernel.session
        self._audience = Audience(kernel.session, feedback, reach)
        self._answers = Answers(lambda data, peer: send(data, feedback.where(peer)))
        self._knobs = Knobs(kernel, feedback, self._answers)
        self.motion = Motion(kernel, self._answers, clock)
        self._making = Making(kernel, self._answers, errands, self.motion.options)
        verbs = Verbs(kernel, self._answers, errands)
        self._learning = Learning(kernel, self._answers, verbs)
        self._transport = Transport(kernel, self._answers, feedback)
        self._training = Training(self._answers, verbs, errands, clock)
        self._still = (
            self._own()
            | Models(kernel, self._answers, verbs).routes()
            | Presets(self._answers, verbs).routes()
            | self._transport.routes()
            | Recording(kernel, self._answers, verbs).routes()
            | self._making.routes()
            | self._learning.routes()
            | self._training.routes()
        )
        self._drawn: object = None
        self._routes: dict[str, Route] = {}

    @property
    def routes(self) -> Mapping[str, Route]:
        """Every address there is, with the knobs of the model that is loaded."""
        controls = self._session.controls
        if controls is not self._drawn:
            self._routes = self._still | self._knobs.routes() | self.motion.routes()
            self._drawn = controls  # afterwards: other threads ask too
        return self._routes

    def take(self, message: Message, peer: Peer) -> None:
        """Do what the message says, or tell its sender why not."""
        if not _ours(message.address):
            return self._learning.hear(message, peer)
        if message.address in ANSWERS:
            return  # an answer to an answer would never end
        try:
            for address, route in self._found(message.address).items():
                if not route.wide:
                    self.settle()
                route.does(Message(address, message.values), peer)
        except Problem as problem:
            self._answers.refuse(peer, message.address, problem)

    def settle(self) -> None:
        """Move what has been gathered."""
        self._knobs.settle()
        self._learning.settle()

    def step(self) -> None:
        """Bring what glides to where it is by now, and say what else moved."""
        self.motion.step()
        self._transport.step()

    def changed(self, job: Job) -> None:
        self._making.changed(job)
        self._training.changed(job)

    def _found(self, address: str) -> dict[str, Route]:
        routes = self.routes
        if not is_pattern(address):
            if address in routes:
                return {address: routes[address]}
            raise self._lacking(address)
        wide = [at for at, route in routes.items() if route.wide]
        try:
            found = reached(address, wide)
        except Wrong:
            raise Problem(f"{address} is no pattern: a bracket does not end.") from None
        if not found:
            raise Problem(f"No knob is reached by {address}.", kind="missing")
        return {at: routes[at] for at in found}

    def _lacking(self, address: str) -> Problem:
        match address.split("/")[1:]:
            case ["timbrel", "main", "param" | "automation", name, *_]:
                return self._knobs.lacks(name)
        return Problem(f"Nothing answers at {address}.", kind="missing")

    def _own(self) -> dict[str, Route]:
        """What is not of the session; under its address too, for those that know only that."""
        verbs = self._audience.routes() | {
            "ping": Route(self._ping, "Answered by pong", "i"),
            "version": Route(self._version, "Of Timbrel"),
            "sessions": Route(self._sessions, "The names of the sessions"),
        }
        return {f"{at}/{verb}": route for at in (ROOT, MAIN) for verb, route in verbs.items()}

    def _ping(self, message: Message, peer: Peer) -> None:
        values = tuple(v for v in message.values[:1] if not isinstance(v, str))
        self._answers.say(peer, f"{ROOT}/pong", *values)

    def _version(self, message: Message, peer: Peer) -> None:
        self._answers.say(peer, message.address, version("timbrel"))

    def _sessions(self, message: Message, peer: Peer) -> None:
        self._answers.names(peer, message.address, [MAIN.rpartition("/")[2]])


def _ours(address: str) -> bool:
    return address.startswith((f"{ROOT}/", "/*", "/?", "/[", "/{"))
