"""A route for every action."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from timbrel import Job, offers
from timbrel_web.answer import Answer
from timbrel_web.body import arguments, body_of
from timbrel_web.work import shown

if TYPE_CHECKING:
    from fastapi import FastAPI

    from timbrel import Kernel
    from timbrel_web.lending import Lending

SAID = {202: {"description": "It has begun: its job"}, 200: {"description": "The answer"}}


def add_verbs(app: FastAPI, kernel: Kernel, lending: Lending) -> None:
    """``POST /api/<action>`` for each, its arguments as a JSON object."""
    for action in kernel.host.table(offers.Action).values():
        app.add_api_route(
            f"/api/{action.name}",
            _verb(action, kernel, lending),
            methods=["POST"],
            name=action.name,
            summary=action.says,
            description=inspect.getdoc(action.run) or "",
            tags=[action.group or "actions"],
            responses={**SAID},
        )


def _verb(action: offers.Action, kernel: Kernel, lending: Lending) -> Any:
    kind = body_of(action, kernel)
    needed = any(field.is_required() for field in kind.model_fields.values())

    async def verb(body: Any) -> Answer:
        given = arguments(kind() if body is None else body, kernel)
        answer = await offers.apart(lambda: action.run(kernel, **given))
        if isinstance(answer, Job):
            return Answer(
                lending.linked(shown(answer)),
                202,
                {"Location": f"/api/jobs/{quote(answer.name, safe='')}"},
            )
        return Answer(await offers.apart(lambda: lending.linked(answer)))

    taken = inspect.Parameter(
        "body",
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        default=inspect.Parameter.empty if needed else None,
        annotation=kind if needed else kind | None,
    )
    verb.__signature__ = inspect.Signature([taken])  # type: ignore[attr-defined]
    return verb
