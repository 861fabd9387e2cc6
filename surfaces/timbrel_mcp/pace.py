"""Work within the patience of hosts: what takes longer becomes a job."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from timbrel import Job, Problem, offers
from timbrel_mcp.answer import MISTAKE, Answer, of_action, refused
from timbrel_mcp.clean import numbers

if TYPE_CHECKING:
    from concurrent.futures import Future

    from mcp.server.mcpserver import Context
    from mcp_types import CallToolResult

    from timbrel import Kernel

LONGEST = 25.0  # seconds that a tool may take: hosts give up from 30 on
GLANCE = 0.1
Teller = Callable[[Any, str], Answer]
MANY = 8  # jobs under way that assistants began, and calls at a time


class Pace:
    """Does what tools ask for, on threads of their own."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._begun: list[Job] = []
        self._calls: set[Future[Any]] = set()
        self._tellers: dict[str, Teller] = {}

    async def answered(
        self,
        name: str,
        work: Callable[[], Any],
        context: Context | None = None,
        wait: float = 0.0,
        teller: Teller = of_action,
    ) -> CallToolResult:
        """The answer of blocking work. A job that it begins is waited for so many seconds.

        ``teller`` makes of what the work answers what an assistant is told.
        """
        began = time.monotonic()
        try:
            answer = await self._within(name, work, LONGEST - 2)
            if not isinstance(answer, Job):
                return teller(answer, name).result()
            self._begun.append(answer)
            self._tellers[answer.name] = teller
            left = LONGEST - (time.monotonic() - began)
            await followed(answer, context, min(wait, left))
            return await offers.apart(lambda: self.outcome(answer, name).result())
        except Exception as error:
            return refused(error)

    def room(self) -> None:
        """A Problem if assistants have too much under way already."""
        self._begun = [job for job in self._begun if not job.ended]
        if len(self._begun) >= MANY:
            raise Problem(f"{MANY} jobs are under way.", "Wait for one, or stop it.", "unavailable")

    def outcome(self, job: Job, name: str) -> Answer:
        """What a job has come to; its error is raised if that is how it ended."""
        if not job.ended:
            return under_way(job)
        answer = self._tellers.get(job.name, of_action)(job.result(0), name)
        answer.facts = {**answer.facts, "job": job.name, "state": job.state}
        return answer

    def shown(self, job: Job) -> Answer:
        """A job as it stands, however it ended."""
        said = {"job": job.name, "state": job.state}
        try:
            answer = self.outcome(job, job.name)
        except Problem as problem:
            says = f"{job.name}: {job.state}. It ended with a problem."
            return Answer(says, said, {"problem": str(problem)})
        except BaseException:
            return Answer(f"{job.name}: {job.state}. {MISTAKE}", {**said, "problem": MISTAKE})
        if job.ended:
            told = answer.says.removeprefix(f"{job.name}: done.").strip()
            answer.says = f"{job.name}: {job.state}. {told}".strip()
        return answer

    async def _within(self, name: str, work: Callable[[], Any], seconds: float) -> Any:
        """The result, or a job that will have it."""
        if len(self._calls) >= MANY:
            raise Problem(f"{MANY} calls are under way.", "Wait for one.", "unavailable")
        future = offers.begun(work)
        self._calls.add(future)
        future.add_done_callback(self._calls.discard)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(future)), seconds)
        except TimeoutError:
            if future.done():
                return future.result()
            return self._kernel.jobs.start(name, lambda job: future.result())


async def followed(job: Job, context: Context | None, seconds: float) -> None:
    """Until the job has ended or the time is over, telling how far it is."""
    until, part = time.monotonic() + seconds, -1.0
    while not job.ended and time.monotonic() < until:
        if context is not None and job.part > part:
            part = job.part
            await context.report_progress(part, 1.0, f"{job.state}, {part:.0%}")
        await asyncio.sleep(GLANCE)


def under_way(job: Job) -> Answer:
    says = (
        f"{job.name}: {job.state}, {job.part:.0%}. Ask the tool job: what='wait', job='{job.name}'."
    )
    facts = {"job": job.name, "state": job.state, "part": job.part, "done": job.ended}
    foreign = {"note": job.note} if job.note else {}
    return Answer(says, {**facts, "figures": numbers(job.facts) or {}}, foreign)
