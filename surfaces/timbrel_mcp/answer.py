"""What a tool answers: words for the model, the same facts as data, and never a secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, ConfigDict

from timbrel import Job, Problem, offers

MISTAKE = "Something broke inside Timbrel. Its log says where."


class Facts(BaseModel):
    """``says`` is the answer in words; what else there is depends on the tool."""

    model_config = ConfigDict(extra="allow")
    says: str


Told = Annotated[CallToolResult, Facts]


def hints(title: str, reads: bool = False, destroys: bool = False, again: bool = False) -> Any:
    """All four hints, for what is left out counts as the worst; nothing reaches beyond here.

    ``again`` says that to do it twice is the same as once.
    """
    return ToolAnnotations(
        title=title,
        read_only_hint=reads,
        destructive_hint=destroys,
        idempotent_hint=reads or again,
        open_world_hint=False,
    )


async def answered(work: Callable[[], Any]) -> CallToolResult:
    """The answer of blocking work; of its errors only a Problem's words are passed on."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        answer = await offers.apart(work)
    except Problem as problem:
        raise ToolError(str(problem)) from problem
    if isinstance(answer, Job):
        answer = begun(answer)
    facts = offers.plain(answer if isinstance(answer, Mapping) else {"says": str(answer)})
    facts.setdefault("says", "Done.")
    text = TextContent(type="text", text=str(facts["says"]))
    return CallToolResult(content=[text], structured_content=facts)


def begun(job: Job) -> dict[str, Any]:
    return {
        "says": f"{job.name} has begun. Ask job_status about it, with job={job.name!r}.",
        "job": job.name,
        "state": job.state,
    }
