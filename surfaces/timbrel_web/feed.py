"""What happens, told to every open page at once: knobs, jobs, takes, models."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING, Any

from starlette.responses import StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from timbrel import Job, Problem, Session, hookimpl
from timbrel_web.answer import written
from timbrel_web.mailbox import Mailbox
from timbrel_web.play import shown as session_shown
from timbrel_web.work import shown as job_shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from fastapi import FastAPI

    from timbrel import Kernel
    from timbrel_web.lending import Lending

ALIVE = 15.0  # seconds after which a quiet stream says that it still stands
TOGETHER = 0.02  # seconds whose changes are told as one: fifty times a second at the most
LONGEST = 1 << 16  # characters of what a page may send at once


class Feed:
    """The websocket /api/feed, on which a page also moves knobs, and /api/events beside it."""

    def __init__(self, kernel: Kernel, lending: Lending) -> None:
        self._kernel, self._lending = kernel, lending
        self._boxes: set[Mailbox] = set()
        # Told anew as a whole only once it is another: its values may be older than a hand's.
        self._drawn: Any = kernel.session.controls
        self.over = False

    def add_to(self, app: FastAPI) -> None:
        app.add_api_websocket_route("/api/feed", self.feed)
        app.add_api_route("/api/events", self.events, methods=["GET"], tags=["session"])

    def end(self) -> None:
        self.over = True
        for box in list(self._boxes):
            box.end()

    def post(self, event: str, key: str, facts: Mapping[str, Any]) -> None:
        """Tell every page; of two with one event and key, the newer is told."""
        for box in list(self._boxes):
            box.put((event, key), {"event": event, **facts})

    @hookimpl
    def controls_moved(self, session: Session, values: Mapping[str, float], origin: str) -> None:
        if session is not self._kernel.session:
            return
        if session.controls is not self._drawn:
            self._drawn = session.controls
            self.post("session", "", session_shown(session))
        for name, value in values.items():
            self.post("moved", name, {"values": {name: value}, "origin": origin})

    @hookimpl
    def job_changed(self, job: Job) -> None:
        self.post("job", job.name, {"job": self._lending.linked(job_shown(job))})

    @hookimpl
    def models_changed(self) -> None:
        self.post("models", "", {})

    async def events(self) -> StreamingResponse:
        """Everything that happens, as server-sent events, until the server ends."""
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(self._lines(), media_type="text/event-stream", headers=headers)

    async def _lines(self) -> AsyncIterator[str]:
        with self._listening() as box:
            while not self.over:
                told = await box.taken(ALIVE)
                for one in told:
                    yield f"event: {one['event']}\ndata: {written(one)}\n\n"
                if not told:
                    yield ": still here\n\n"
                await asyncio.sleep(TOGETHER)

    async def feed(self, socket: WebSocket) -> None:
        await socket.accept()
        hearing = asyncio.create_task(self._hear(socket))
        with contextlib.suppress(WebSocketDisconnect, RuntimeError), self._listening() as box:
            while not (self.over or hearing.done()):
                told = await box.taken(ALIVE) or [{"event": "alive"}]
                await socket.send_text(written(told))
                await asyncio.sleep(TOGETHER)
        hearing.cancel()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await socket.close(1001)

    @contextlib.contextmanager
    def _listening(self) -> Any:
        """A box that first has how all stands."""
        box = Mailbox(asyncio.get_running_loop())
        box.put(("session", ""), {"event": "session", **session_shown(self._kernel.session)})
        for job in self._kernel.jobs.all:
            facts = self._lending.linked(job_shown(job))
            box.put(("job", job.name), {"event": "job", "job": facts})
        self._boxes.add(box)
        try:
            yield box
        finally:
            self._boxes.discard(box)

    async def _hear(self, socket: WebSocket) -> None:
        """Moves that the page sends: {"origin": .., "move": {name: value}}."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await self._obey(socket, await socket.receive_text())

    async def _obey(self, socket: WebSocket, text: str) -> None:
        try:
            asked, origin = _read(text)
            self._kernel.session.move(asked, origin)
        except Problem as problem:
            await socket.send_text(written([{"event": "problem", "detail": str(problem)}]))


def _read(text: str) -> tuple[dict[str, float], str]:
    """The moves of a message, and the page that sent it; a Problem if it is none."""
    try:
        said = json.loads(text) if len(text) <= LONGEST else None
        moves = {str(name): float(value) for name, value in said["move"].items()}  # type: ignore[index]
        return moves, f"page:{str(said['origin'])[:64]}"  # type: ignore[index]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Problem("The page sent what is no move.", "Load the page again.") from None
