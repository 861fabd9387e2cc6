"""A tool for every action, with its own name and arguments: for those who want them all."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from timbrel_mcp.answer import CallToolResult, Told, hints
from timbrel_mcp.group import WAIT
from timbrel_mcp.sdk import Context

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from mcp.server.mcpserver import MCPServer

    from timbrel_mcp.pace import Pace
    from timbrel_mcp.verb import Verb

OWN = ("generate", "transform", "describe", "train")  # those of the toolbox say more


def add_direct(server: MCPServer, verbs: Mapping[str, Verb], pace: Pace) -> None:
    for name, verb in verbs.items():
        if name in OWN:
            continue
        action = verb.action
        server.add_tool(
            _tool(name, verb, pace),
            name,
            title=action.says,
            description=inspect.getdoc(action.run) or action.says,
            annotations=hints(action.says, action.reads, action.destroys),
        )


def _tool(name: str, verb: Verb, pace: Pace) -> Callable[..., Awaitable[CallToolResult]]:
    async def tool(context: Context, **given: Any) -> CallToolResult:
        def work() -> Any:
            pace.room()
            return verb.call(given)

        return await pace.answered(name, work, context, WAIT)

    extra = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=Context)
    shown = [*verb.parameters, extra]
    tool.__signature__ = inspect.Signature(shown, return_annotation=Told)  # type: ignore[attr-defined]
    tool.__annotations__, tool.__name__ = {"context": Context}, name
    return tool
