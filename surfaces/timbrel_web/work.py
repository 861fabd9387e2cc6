"""Jobs: what runs, how far it is, how it ended."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from starlette.responses import StreamingResponse

from timbrel import Job, Problem
from timbrel_web.answer import Answer, written
from timbrel_web.trouble import facts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import FastAPI

    from timbrel import Kernel
    from timbrel_web.lending import Lending
    from timbrel_web.news import News

ALIVE = 15.0  # seconds after which a quiet stream says that it still stands
TOGETHER = 0.05  # seconds whose changes are told as one


def shown(job: Job) -> dict[str, Any]:
    """A job for a reader; ``result`` or ``problem`` once it has ended."""
    told = {
        "id": job.name,
        "state": job.state,
        "part": job.part,
        "note": job.note,
        "facts": job.facts,
    }
    return told | _outcome(job) if job.ended else told


def _outcome(job: Job) -> dict[str, Any]:
    try:
        return {"result": job.result(0)}
    except BaseException as error:
        return {"problem": facts(error)}


class Work:
    """The routes below /api/jobs."""

    def __init__(self, kernel: Kernel, news: News, lending: Lending) -> None:
        self._jobs = kernel.jobs
        self._news = news
        self._lending = lending

    def add_to(self, app: FastAPI) -> None:
        add = app.add_api_route
        add("/api/jobs", self.jobs, methods=["GET"], tags=["jobs"])
        add("/api/jobs/{job}", self.job, methods=["GET"], tags=["jobs"])
        add("/api/jobs/{job}/stop", self.stop, methods=["POST"], tags=["jobs"])
        add("/api/jobs/{job}/events", self.events, methods=["GET"], tags=["jobs"])

    async def jobs(self) -> Answer:
        """Every job since the start, newest last."""
        return Answer({"jobs": [self._shown(job) for job in self._jobs.all]})

    async def job(self, job: str) -> Answer:
        """One job."""
        return Answer(self._shown(self._found(job)))

    async def stop(self, job: str) -> Answer:
        """Ask a job to wind up; it ends a little later, as 'stopped'."""
        found = self._found(job)
        found.stop()
        return Answer(self._shown(found), 202)

    async def events(self, job: str) -> StreamingResponse:
        """The job at each change, as server-sent events, until it has ended."""
        stream = self._stream(self._found(job))
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(stream, media_type="text/event-stream", headers=headers)

    async def _stream(self, job: Job) -> AsyncIterator[str]:
        with self._news.watching() as changed:
            told = ""
            while not self._news.over:
                changed.clear()
                ended = job.ended
                if (now := written(self._shown(job))) != told:
                    told = now
                    yield f"event: job\ndata: {now}\n\n"
                if ended:
                    return
                try:
                    await asyncio.wait_for(changed.wait(), ALIVE)
                except TimeoutError:
                    yield ": still here\n\n"
                await asyncio.sleep(TOGETHER)

    def _shown(self, job: Job) -> dict[str, Any]:
        return self._lending.linked(shown(job))

    def _found(self, name: str) -> Job:
        with contextlib.suppress(StopIteration):
            return next(job for job in self._jobs.all if job.name == name)
        raise Problem("There is no such job.", "GET /api/jobs lists them.", "missing")
