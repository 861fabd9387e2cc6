"""The tools of jobs: how far, and stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from timbrel import Job, Problem
from timbrel_mcp.answer import MISTAKE, Told, answered, hints

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from timbrel import Kernel

Name = Annotated[str, Field(description="The id that the start of the job answered with.")]


class Work:
    """Every job of this process, whichever surface began it."""

    def __init__(self, kernel: Kernel) -> None:
        self._jobs = kernel.jobs

    def add_to(self, server: MCPServer) -> None:
        server.add_tool(self.job_status, annotations=hints("State of a job", reads=True))
        server.add_tool(self.job_stop, annotations=hints("Stop a job", again=True))

    async def job_status(self, job: Name) -> Told:
        """How far a job is: state, share done, newest figures; its result once it is done."""
        return await answered(lambda: shown(self._found(job)))

    async def job_stop(self, job: Name) -> Told:
        """Ask a job to wind up. What it has reached by then is kept: a model can be played."""

        def work() -> dict[str, Any]:
            found = self._found(job)
            found.stop()
            return shown(found) | {"says": f"{job} was asked to stop."}

        return await answered(work)

    def _found(self, name: str) -> Job:
        for job in self._jobs.all:
            if job.name == name:
                return job
        there = ", ".join(job.name for job in self._jobs.all) or "none yet"
        raise Problem("There is no such job.", f"There is: {there}.", "missing")


def shown(job: Job) -> dict[str, Any]:
    told = {"job": job.name, "state": job.state, "part": job.part, "note": job.note}
    told |= {"facts": job.facts, "says": f"{job.name}: {job.state}, {job.part:.0%}. {job.note}"}
    return told | _outcome(job) if job.ended else told


def _outcome(job: Job) -> dict[str, Any]:
    try:
        result = job.result(0)
    except Problem as problem:
        return {"says": f"{job.name}: {job.state}. {problem}", "problem": str(problem)}
    except BaseException:
        return {"says": f"{job.name}: {job.state}. {MISTAKE}", "problem": MISTAKE}
    says = result.get("says", "") if isinstance(result, dict) else result
    return {"says": f"{job.name}: {job.state}. {says}", "result": result}
