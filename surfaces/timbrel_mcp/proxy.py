"""The standard streams of one process as a door to the server of another."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import anyio
from mcp import Client  # noqa: TID253
from mcp.client.streamable_http import streamable_http_client  # noqa: TID253
from mcp.server import Server  # noqa: TID253
from mcp.server.stdio import stdio_server  # noqa: TID253

from timbrel import Problem, offers
from timbrel_mcp.answer import refused
from timbrel_mcp.guide import GUIDE
from timbrel_mcp.join import There, answers
from timbrel_mcp.news import EVERY, Subscribers
from timbrel_mcp.scope import Scope

if TYPE_CHECKING:
    from mcp_types import CallToolResult, ListToolsResult

    from timbrel import Kernel

log = logging.getLogger(__name__)
GONE = Problem(
    "The Timbrel that was served has ended.",
    "Start 'timbrel serve' again, or this assistant's connection.",
    "unavailable",
)
PATIENCE, READS = 10.0, 120.0  # seconds to connect, and between two words of an answer
AGAIN = 1.0  # seconds until a server that went is looked for again


def joined(there: There, kernel: Kernel) -> None:
    """Serve until the client hangs up. The scope of this process narrows that of the other."""
    anyio.run(_joined, there, Scope.of(kernel))


async def _joined(there: There, scope: Scope) -> None:
    import httpx2

    logging.basicConfig(level=logging.WARNING)
    timeout = httpx2.Timeout(PATIENCE, read=READS)
    async with httpx2.AsyncClient(headers=there.headers, timeout=timeout, trust_env=False) as http:
        transport = streamable_http_client(f"{there.url}mcp", http_client=http)
        async with Client(transport) as client, anyio.create_task_group() as tasks:
            subscribers = Subscribers()
            door = Door(client, there, scope)
            tasks.start_soon(door.follow, subscribers)
            server = door.server(subscribers)
            async with stdio_server() as (reading, writing):
                await server.run(reading, writing, server.create_initialization_options())
            tasks.cancel_scope.cancel()


class Door:
    """Hands each request on, and its answer back."""

    def __init__(self, client: Client, where: There, scope: Scope) -> None:
        self._client, self._where, self._scope = client, where, scope
        self._there = client.session
        self._lost = False

    async def follow(self, subscribers: Subscribers) -> None:
        """What the other server tells is told on, as long as it is there."""
        while True:
            try:
                async with self._client.listen(resource_subscriptions=EVERY) as stream:
                    self._lost = False
                    async for event in stream:
                        await subscribers.tell(str(getattr(event, "uri", "")))
            except Exception:
                log.debug("The server tells nothing now", exc_info=True)
            self._lost = True
            await anyio.sleep(AGAIN)

    def server(self, subscribers: Subscribers) -> Any:
        from importlib.metadata import version

        server = Server(
            "timbrel",
            title="Timbrel",
            version=version("timbrel"),
            instructions=GUIDE,
            on_list_tools=self.tools,
            on_call_tool=self.call,
            on_list_resources=lambda _, asked: self._there.list_resources(params=asked),
            on_list_resource_templates=lambda _, asked: self._there.list_resource_templates(
                params=asked
            ),
            on_read_resource=lambda _, asked: self._there.read_resource(asked.uri),
            on_list_prompts=lambda _, asked: self._there.list_prompts(params=asked),
            on_get_prompt=lambda _, asked: self._there.get_prompt(asked.name, asked.arguments),
        )
        subscribers.add_to(server)
        return server

    async def tools(self, context: Any, asked: Any) -> ListToolsResult:
        answer = await self._there.list_tools(params=asked)
        kept = [tool for tool in answer.tools if self._admits(tool)]
        return answer.model_copy(update={"tools": kept})

    async def call(self, context: Any, asked: Any) -> CallToolResult:
        async def progress(progress: float, total: float | None, message: str | None) -> None:
            await context.session.report_progress(progress, total, message)

        if self._lost and not await offers.apart(lambda: answers(self._where)):
            return refused(GONE)
        try:
            known = {tool.name for tool in (await self.tools(context, None)).tools}
            if asked.name not in known:
                return refused(Problem("There is no such tool.", kind="missing"))
            return await self._there.call_tool(
                asked.name, asked.arguments, progress_callback=progress
            )
        except Exception:
            log.warning("The server did not answer", exc_info=True)
            return refused(GONE)

    def _admits(self, tool: Any) -> bool:
        hints = tool.annotations
        if self._scope.read_only and not (hints and hints.read_only_hint):
            return False
        return self._scope.shows(tool.name)
