"""What went wrong, as problem documents (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from timbrel import Problem
from timbrel_web.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

STATUS = {"input": 422, "missing": 404, "unavailable": 503}
MISTAKE = "Something broke inside Timbrel. Its log says where."


class Outside(Problem):
    """A path that this surface may not touch."""

    def __init__(self) -> None:
        super().__init__(
            "That path lies outside the folders open to this surface.",
            "Give one below Timbrel's own folder.",
        )


class Trouble(Answer):
    media_type = "application/problem+json"


def trouble(
    status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Trouble:
    """A problem document; ``more`` are members beyond those of the RFC."""
    title = HTTPStatus(status).phrase
    facts = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Trouble({**facts, **more}, status, headers)


def facts(error: BaseException) -> dict[str, Any]:
    """Status, detail and kind of an error, without what is nobody's business."""
    if not isinstance(error, Problem):
        return {"status": 500, "detail": MISTAKE, "kind": "mistake"}
    status = 403 if isinstance(error, Outside) else STATUS[error.kind]
    return {"status": status, "detail": str(error), "kind": error.kind}


def answer_troubles(app: FastAPI) -> None:
    """Have every error of the app answered so."""
    from fastapi.exceptions import RequestValidationError

    app.add_exception_handler(Problem, _told)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(Exception, _told)


async def _told(request: Request, error: Exception) -> Trouble:
    return trouble(**facts(error))


async def _misread(request: Request, error: Any) -> Trouble:
    """What of the body was not understood, without repeating it."""
    errors = [{**one, "loc": one["loc"][1:]} for one in error.errors()]
    told = [{"at": ".".join(map(str, one["loc"])), "says": one["msg"]} for one in errors]
    return trouble(422, misread(errors), kind="input", errors=told)


def misread(errors: Iterable[Any]) -> str:
    """The errors of pydantic in a line, each with the place that it is about."""
    told = [(".".join(map(str, one["loc"])), one["msg"]) for one in errors]
    return "; ".join(f"{at}: {says}" if at else says for at, says in told)


async def refused(request: Request, error: Any) -> Trouble:
    """That there is no such route, or not for this method."""
    detail = f"{request.method} {request.url.path}: {error.detail}"
    return trouble(error.status_code, detail, error.headers)
