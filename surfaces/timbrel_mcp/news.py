"""Tells subscribers which resources have changed, ten times a second at the most."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from mcp_types import (
    EmptyResult,
    SubscribeRequestParams,
    SubscriptionsListenRequestParams,
    UnsubscribeRequestParams,
)

from timbrel import Session, hookimpl
from timbrel_mcp.sdk import InMemorySubscriptionBus, ListenHandler, ResourceUpdated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from mcp.server.mcpserver import MCPServer

    from timbrel import Kernel

log = logging.getLogger(__name__)
APART = 0.1  # seconds between two tellings
MANY = 64  # subscriptions of one URI by clients of before 2026-07-28
SESSION, MODELS = "timbrel://session", "timbrel://models"
TAKES, JOBS = "timbrel://takes", "timbrel://jobs"
EVERY = (SESSION, MODELS, TAKES, JOBS)


class Subscribers:
    """Both eras: streams that listen on the bus, and sessions that asked by resources/subscribe."""

    def __init__(self) -> None:
        self.bus = InMemorySubscriptionBus()
        self._streams = ListenHandler(self.bus)
        self._sessions: dict[str, dict[int, Any]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def end(self) -> None:
        """On any thread: end the streams, so that the server can."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended
                self._loop.call_soon_threadsafe(self._streams.close)

    async def _listen(self, context: Any, params: SubscriptionsListenRequestParams) -> Any:
        self._loop = asyncio.get_running_loop()
        return await self._streams(context, params)

    def add_to(self, lowlevel: Any) -> None:
        """To the SDK's inner server: its outer one has no door for what 2026-07-28 removed."""
        lowlevel.add_request_handler(
            "subscriptions/listen", SubscriptionsListenRequestParams, self._listen
        )
        lowlevel.add_request_handler("resources/subscribe", SubscribeRequestParams, self._add)
        lowlevel.add_request_handler("resources/unsubscribe", UnsubscribeRequestParams, self._drop)

    async def tell(self, uri: str) -> None:
        await self.bus.publish(ResourceUpdated(uri=uri))
        sessions = self._sessions.get(uri, {})
        for key, session in [*sessions.items()]:
            try:
                await session.send_resource_updated(uri)
            except Exception:  # it has hung up
                log.debug("A subscriber of %s has gone", uri, exc_info=True)
                sessions.pop(key, None)

    async def _add(self, context: Any, params: SubscribeRequestParams) -> EmptyResult:
        sessions = self._sessions.setdefault(_known(params.uri), {})
        sessions[_client(context)] = context.session
        while len(sessions) > MANY:
            sessions.pop(next(iter(sessions)))
        return EmptyResult()

    async def _drop(self, context: Any, params: UnsubscribeRequestParams) -> EmptyResult:
        self._sessions.get(str(params.uri), {}).pop(_client(context), None)
        return EmptyResult()


def _known(uri: Any) -> str:
    """One of the resources that change; others would only fill the memory."""
    return str(uri) if str(uri) in EVERY else ""


def _client(context: Any) -> int:
    """The same for each request of one connection."""
    return id(context.session.client_params)


class News:
    """Hears the kernel on any thread, tells on the loop: of several changes at once, one word."""

    def __init__(self, kernel: Kernel, tell: Callable[[str], Any]) -> None:
        self._session, self._tell = kernel.session, tell
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._uris: dict[str, None] = {}

    @hookimpl
    def controls_moved(self, session: Session) -> None:
        if session is self._session:
            self._note(SESSION)

    @hookimpl
    def models_changed(self) -> None:
        self._note(MODELS)

    @hookimpl
    def take_made(self) -> None:
        self._note(TAKES)

    @hookimpl
    def job_changed(self) -> None:
        self._note(JOBS)

    async def run(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            uris, self._uris = self._uris, {}
            for uri in uris:
                await self._tell(uri)
            await asyncio.sleep(APART)

    def _note(self, uri: str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._wake, uri)

    def _wake(self, uri: str) -> None:
        self._uris[uri] = None
        self._changed.set()


def hearing(kernel: Kernel, subscribers: Subscribers) -> Any:
    """The lifespan of a server: it hears the kernel as long as it serves."""

    @asynccontextmanager
    async def life(server: MCPServer) -> AsyncIterator[dict[str, Any]]:
        news = News(kernel, subscribers.tell)
        kernel.host.add(news, f"mcp-{id(news)}")
        telling = asyncio.create_task(news.run())
        try:
            yield {}
        finally:
            telling.cancel()
            kernel.host.remove(news)

    return life
