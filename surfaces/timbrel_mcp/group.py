"""Several actions as one tool, of which one is chosen."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args

from pydantic import Field

from timbrel import Problem
from timbrel_mcp.answer import CallToolResult, Told, hints
from timbrel_mcp.sdk import Context

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from mcp.server.mcpserver import MCPServer

    from timbrel_mcp.pace import Pace
    from timbrel_mcp.verb import Verb

KEYWORD = inspect.Parameter.KEYWORD_ONLY
WAIT = 10.0  # seconds that a job is waited for


def add_group(
    server: MCPServer, name: str, says: str, verbs: Mapping[str, Verb], pace: Pace
) -> None:
    """One tool ``name`` of all the verbs, with their hints at their worst."""
    if not verbs:
        return
    actions = [verb.action for verb in verbs.values()]
    server.add_tool(
        _tool(name, verbs, pace),
        name,
        title=says,
        description="\n".join([f"{says}.", *(_line(what, verb) for what, verb in verbs.items())]),
        annotations=hints(
            says, all(one.reads for one in actions), any(one.destroys for one in actions)
        ),
    )


def _line(what: str, verb: Verb) -> str:
    taken = [one.name if one.default is one.empty else f"[{one.name}]" for one in verb.parameters]
    return f"- {what}: {verb.action.says}. {' '.join(taken)}".rstrip()


def _tool(
    name: str, verbs: Mapping[str, Verb], pace: Pace
) -> Callable[..., Awaitable[CallToolResult]]:
    async def tool(what: str, context: Context, **given: Any) -> CallToolResult:
        asked = {key: value for key, value in given.items() if value is not None}

        def work() -> Any:
            return chosen(verbs, what).call(asked)

        return await pace.answered(f"{name} {what}", work, context, WAIT)

    which: Any = Literal[tuple(verbs)]  # type: ignore[valid-type]
    what = inspect.Parameter("what", KEYWORD, annotation=Annotated[which, Field()])
    extra = inspect.Parameter("context", KEYWORD, annotation=Context)
    shown = [what, *_merged(verbs), extra]
    tool.__signature__ = inspect.Signature(shown, return_annotation=Told)  # type: ignore[attr-defined]
    tool.__annotations__, tool.__name__ = {"context": Context}, name
    return tool


def chosen(verbs: Mapping[str, Verb], what: str) -> Verb:
    if what not in verbs:
        raise Problem("There is no such thing to do.", f"There is: {', '.join(verbs)}.", "missing")
    return verbs[what]


def _merged(verbs: Mapping[str, Verb]) -> list[inspect.Parameter]:
    """Each parameter once: of every kind that it has anywhere, and for which verbs it is."""
    kinds: dict[str, list[Any]] = {}
    words: dict[str, dict[str, list[str]]] = {}
    for what, verb in verbs.items():
        for one in verb.parameters:
            kind, note = get_args(one.annotation)
            kinds.setdefault(one.name, []).append(kind)
            told = words.setdefault(one.name, {})
            told.setdefault(note.description or "", []).append(what)
    return [
        inspect.Parameter(
            name,
            KEYWORD,
            default=None,
            annotation=Annotated[
                Union[(*dict.fromkeys(each), None)],  # type: ignore[valid-type]
                Field(
                    description=" ".join(f"{', '.join(w)}: {s}." for s, w in words[name].items())
                ),
            ],
        )
        for name, each in kinds.items()
    ]
