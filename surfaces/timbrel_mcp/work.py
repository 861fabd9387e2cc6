"""The tools of long work: a training, and any job: how far, wait, stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from timbrel import Job, Problem
from timbrel_mcp.answer import Answer, CallToolResult, Told, hints
from timbrel_mcp.clean import numbers
from timbrel_mcp.pace import Pace, followed, under_way
from timbrel_mcp.sdk import Context  # noqa: TC001  tools' annotations are read
from timbrel_mcp.terms import More, Text, Wait  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcp.server.mcpserver import MCPServer

    from timbrel import Kernel
    from timbrel_mcp.scope import Scope
    from timbrel_mcp.verb import Verb

WISHES = {"cancel": "stop", "pause": "pause", "go_on": "go_on"}


class Work:
    """Every job of this process, whichever surface began it."""

    def __init__(self, kernel: Kernel, verbs: Mapping[str, Verb], pace: Pace) -> None:
        self._kernel, self._jobs = kernel, kernel.jobs
        self._verbs, self._pace = verbs, pace

    def add_to(self, server: MCPServer, scope: Scope) -> None:
        title = "Look at a job, wait for it, stop it"
        server.add_tool(self.job, annotations=hints(title, reads=scope.read_only), title=title)
        if "train" in self._verbs and scope.shows("train") and not scope.read_only:
            title = "Train a model"
            server.add_tool(self.train, annotations=hints(title), title=title)

    async def job(
        self,
        context: Context,
        what: Literal["list", "status", "wait", "cancel"] = "list",
        job: Annotated[Text, Field(description="Its id, from whatever began it.")] = "",
        seconds: Wait = 20.0,
    ) -> Told:
        """How far a job is and what came of it; 'wait' tells its progress meanwhile.

        'cancel' asks it to wind up: what it has reached by then is kept.
        """
        if what == "wait":
            return await self._waited(job, context, seconds)
        return await self._pace.answered(f"job {what}", lambda: self._looked(what, job))

    async def train(
        self,
        context: Context,
        what: Literal["start", "status", "wait", "cancel", "pause", "go_on"] = "start",
        folder: Annotated[
            Text, Field(description="A dataset's name, or a folder below a root.")
        ] = "",
        name: Annotated[Text, Field(description="What the model is called.")] = "",
        minutes: Annotated[
            float | None, Field(gt=0, le=1440, description="How long.", allow_inf_nan=False)
        ] = None,
        more: More = None,
        seconds: Wait = 20.0,
    ) -> Told:
        """Train a model of recordings. 'start' answers at once; then 'wait' until it is done.

        'more' takes preset (quick, balanced, thorough), steps, seed, extend, resume and the like.
        """
        if what == "start":
            given = {"folder": folder or None, "name": name or None, "minutes": minutes}
            return await self._start(given | (more or {}), context)
        if what == "wait" and self._training(name):
            return await self._waited(self._training(name), context, seconds)
        return await self._pace.answered(f"train {what}", lambda: self._wished(what, name))

    async def _start(self, given: dict[str, Any], context: Context) -> CallToolResult:
        asked = {key: value for key, value in given.items() if value is not None}

        def work() -> Any:
            self._pace.room()
            return self._verbs["train"].call(asked)

        return await self._pace.answered("train", work, context, 1.0)

    def _wished(self, what: str, name: str) -> Answer:
        """How a training stands, whoever minds it; or what was asked of it."""
        found = self._named(name)
        verb = f"runs_{WISHES.get(what, 'show')}"
        if verb not in self._verbs:
            return self._pace.shown(self._found(self._training(found)))
        told = self._verbs[verb].call({"name": found})
        keys = ("training", "validation", "kl", "step", "steps", "megabytes", "seconds")
        facts = {key: numbers(told[key]) for key in keys if told.get(key) is not None}
        facts |= {"name": found, "state": told.get("state", what), "job": self._training(found)}
        step = f", step {told['step']} of {told['steps']}" if "step" in told else ""
        return Answer(f"{found}: {facts['state']}{step}.", facts, {"says": told["says"]})

    def _named(self, name: str) -> str:
        if not name:
            raise Problem("No training was named.", "Give 'name'.")
        return name

    def _training(self, name: str) -> str:
        """The id of the newest job that trains it; empty where it is none of this process."""
        jobs = [job.name for job in self._jobs.all if _trains(job, name)]
        return jobs[-1] if jobs else ""

    async def _waited(self, name: str, context: Context, seconds: float) -> CallToolResult:
        try:
            job = self._found(name)
        except Problem as problem:
            missing = problem
            return await self._pace.answered("job wait", lambda: _raised(missing))
        await followed(job, context, seconds)
        return await self._pace.answered("job wait", lambda: self._pace.shown(job))

    def _looked(self, what: str, name: str) -> Answer:
        if what == "list":
            return _listed(self._jobs.all)
        found = self._found(name)
        if what == "cancel":
            found.stop()
            answer = under_way(found)
            answer.says = f"{found.name} was asked to stop. {answer.says}"
            return answer
        return self._pace.shown(found)

    def _found(self, name: str) -> Job:
        for job in self._jobs.all:
            if job.name == name:
                return job
        there = ", ".join(job.name for job in self._jobs.all[-20:]) or "none yet"
        raise Problem("There is no such job.", f"There is: {there}.", "missing")


def _raised(problem: Problem) -> Any:
    raise problem


def _trains(job: Job, name: str) -> bool:
    return job.name.rpartition("-")[0] == f"train-{name}"


def _listed(jobs: list[Job]) -> Answer:
    told = [{"job": job.name, "state": job.state, "part": job.part} for job in jobs]
    lines = [f"{one['job']}: {one['state']}, {one['part']:.0%}." for one in told]
    return Answer("\n".join(lines) or "No job yet.", {"jobs": told})
