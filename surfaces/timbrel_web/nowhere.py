"""What lies below /api and is no route: a problem document, not a word of the page's framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Match, Route

from timbrel_web.trouble import trouble

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


def add_nowhere(app: FastAPI) -> None:
    """To be added after every route of /api, and before what takes all paths."""
    known = [route for route in app.router.routes if isinstance(route, Route)]

    async def nowhere(request: Request) -> Response:
        others = {
            method
            for route in known
            if route.matches(dict(request.scope))[0] is Match.PARTIAL
            for method in route.methods or ()
        }
        what = f"{request.method} {request.url.path}"
        if not others:
            return trouble(404, f"{what}: there is no such route. GET /api/docs lists them.")
        allowed = ", ".join(sorted(others))
        return trouble(405, f"{what}: only {allowed} can be asked here.", {"Allow": allowed})

    app.router.routes.append(Route("/api/{rest:path}", nowhere, methods=ANY))
