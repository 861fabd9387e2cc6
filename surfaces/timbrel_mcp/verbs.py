"""A tool for every action."""

from __future__ import annotations

import inspect
import keyword
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from pydantic import Field

from timbrel import Problem, offers
from timbrel_mcp.answer import CallToolResult, Told, answered, hints

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from mcp.server.mcpserver import MCPServer

    from timbrel import Kernel

OUTSIDE = Problem(
    "That path lies outside the folders open to assistants.",
    "Give one below Timbrel's own folder.",
)


def add_verbs(server: MCPServer, kernel: Kernel) -> None:
    for action in kernel.host.table(offers.Action).values():
        server.add_tool(
            _tool(action, kernel),
            action.name,
            title=action.says,
            description=inspect.getdoc(action.run) or action.says,
            annotations=hints(action.says, action.reads, action.destroys),
        )


def _tool(action: offers.Action, kernel: Kernel) -> Callable[..., Awaitable[CallToolResult]]:
    taken = inspect.signature(action.bound(kernel)).parameters.values()
    own = {_shown(one.name): one for one in taken}

    async def tool(**given: Any) -> CallToolResult:
        def work() -> Any:
            return action.run(
                kernel, **{own[k].name: _held(v, own[k], kernel) for k, v in given.items()}
            )

        return await answered(work)

    parameters = [_parameter(one) for one in taken]
    tool.__signature__ = inspect.Signature(parameters, return_annotation=Told)  # type: ignore[attr-defined]
    tool.__annotations__, tool.__name__ = {}, action.name
    return tool


def _shown(name: str) -> str:
    """Without its trailing underscore, unless Python needs it."""
    bare = name.rstrip("_")
    return name if keyword.iskeyword(bare) else bare


def _parameter(one: inspect.Parameter) -> inspect.Parameter:
    kind, *words = (
        get_args(one.annotation) if get_origin(one.annotation) is Annotated else (one.annotation,)
    )
    says = next((word for word in words if isinstance(word, str)), None)
    return one.replace(
        name=_shown(one.name),
        kind=inspect.Parameter.KEYWORD_ONLY,
        annotation=Annotated[kind, Field(description=says)],
    )


def _held(value: Any, one: inspect.Parameter, kernel: Kernel) -> Any:
    """The argument if it will do: numbers finite, paths below Timbrel's folder or a root."""
    if isinstance(value, list):
        return [_held(each, one, kernel) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise Problem("A number is not finite.")
    named = isinstance(value, str) and offers.PLACE in get_args(one.annotation)
    if not named and not isinstance(value, Path):
        return value
    path = offers.held(kernel, value)  # type: ignore[arg-type]
    if path is None:
        raise OUTSIDE
    return path
