"""The addresses of training: begin one on a dataset, ask how it goes, let it rest, stop it."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from timbrel import Job, Problem
from timbrel_osc.route import MAIN, Route, pressed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from timbrel_osc.answers import Answers
    from timbrel_osc.errand import Errands
    from timbrel_osc.feedback import Peer
    from timbrel_osc.packet import Message, Value
    from timbrel_osc.verbs import Verbs

AT = f"{MAIN}/train"
MOST = 2  # trainings that OSC may have under way
EVERY = 0.2  # seconds between two words about one
OPEN = ("waiting", "training", "paused")


class Training:
    """Whoever begins one is told of it until it ends; everybody may ask, and stop it.

    It learns from datasets, which have names: no path goes over OSC.
    """

    def __init__(
        self, answers: Answers, verbs: Verbs, errands: Errands, clock: Callable[[], float]
    ) -> None:
        self._answers, self._verbs, self._errands = answers, verbs, errands
        self._clock = clock
        self._begun: dict[str, Peer] = {}
        self._next: dict[str, float] = {}

    def routes(self) -> dict[str, Route]:
        start = "Train on a dataset: its name, then as you like the model's name and minutes"
        rest = {"stop": "stop", "cancel": "stop", "pause": "pause", "go_on": "go_on"}
        return {
            f"{AT}/start": Route(self._start, start, "ssf"),
            f"{AT}/status": Route(self._status, "How a training goes, or all of them", "s"),
            **{
                f"{AT}/{end}": Route(partial(self._wish, verb), f"{end}: one, or the only one", "s")
                for end, verb in rest.items()
            },
        }

    def changed(self, job: Job) -> None:
        """News of a job, from any thread."""
        if job.name in self._begun:
            now = self._clock()
            if job.ended or now >= self._next.get(job.name, now):
                self._next[job.name] = now + EVERY
                self._errands.tell(lambda: self._told(job))

    def _start(self, message: Message, peer: Peer) -> None:
        place, name, options = _wanted(message)

        def begin() -> Job:
            if len(self._begun) >= MOST:
                raise Problem(f"{MOST} trainings are under way.", "Wait for one.", "unavailable")
            there = [one["name"] for one in self._verbs.run("dataset_list")["datasets"]]
            if place not in there:
                mend = f"There is: {', '.join(there) or 'none; the page and a terminal make them'}."
                raise Problem(f"No dataset is called '{place}'.", mend, "missing")
            job = self._verbs.run("train", place, name=name, **options)
            self._begun[job.name] = peer  # here, so that the next one in its turn counts it
            return job

        self._verbs.beside(message, peer, begin, self._told)

    def _told(self, job: Job) -> None:
        if job.name not in self._begun:
            return
        peer = self._begun[job.name]
        facts = (float(job.part), *_figures(job.facts))
        self._answers.say(peer, f"{MAIN}/job", job.name, job.state, *facts)
        if job.ended:
            self._begun.pop(job.name)
            self._next.pop(job.name, None)
            self._failed(job, peer)

    def _failed(self, job: Job, peer: Peer) -> None:
        try:
            job.result(0)
        except Problem as problem:
            self._answers.refuse(peer, f"{AT}/start", problem)
        except BaseException:
            mistake = Problem("Something broke inside Timbrel.", "Its log says where.")
            self._answers.refuse(peer, f"{AT}/start", mistake)

    def _status(self, message: Message, peer: Peer) -> None:
        """Its name, its state, the step, of how many, and the loss if there is one yet."""
        names = [value for value in message.values if isinstance(value, str)]

        def ask() -> list[Mapping[str, Any]]:
            if names:
                return [self._verbs.run("runs_show", names[0])]
            return self._verbs.run("runs_list")["runs"]

        def told(runs: list[Mapping[str, Any]]) -> None:
            rows = [(run["name"], run["state"], *_figures(run)) for run in runs]
            self._answers.rows(peer, message.address, rows)

        self._verbs.beside(message, peer, ask, told)

    def _wish(self, verb: str, message: Message, peer: Peer) -> None:
        if not pressed(message):
            return
        names = [value for value in message.values if isinstance(value, str)]

        def wish() -> str:
            name = names[0] if names else self._only()
            self._verbs.run(f"runs_{verb}", name)
            return name

        told = lambda name: self._answers.say(peer, message.address, name)  # noqa: E731
        self._verbs.beside(message, peer, wish, told)

    def _only(self) -> str:
        runs = self._verbs.run("runs_list")["runs"]
        names = [run["name"] for run in runs if run["state"] in OPEN]
        if len(names) == 1:
            return names[0]
        there = f"Name one: {', '.join(names)}." if names else ""
        raise Problem(f"{len(names) or 'No'} trainings are under way.", there, "missing")


def _wanted(message: Message) -> tuple[str, str, dict[str, float]]:
    """The dataset, what the model is called, and minutes if they are given."""
    match message.values:
        case [str(place), str(name), *minutes]:
            pass
        case [str(place), *minutes]:
            name = place
        case _:
            raise Problem(f"{message.address} takes a dataset, a name and minutes.")
    match minutes:
        case []:
            return place, name, {}
        case [int() | float() as number]:
            return place, name, {"minutes": round(float(number), 6)}
    raise Problem(f"{message.address} takes a dataset, a name and minutes.")


def _figures(facts: Mapping[str, Any]) -> tuple[Value, ...]:
    """The step, of how many, and the loss once there is one."""
    steps = int(facts.get("step") or 0), int(facts.get("steps") or 0)
    loss = facts.get("loss", facts.get("training"))
    known = isinstance(loss, int | float) and math.isfinite(loss)
    return (*steps, float(loss)) if known else steps
